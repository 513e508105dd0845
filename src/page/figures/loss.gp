# Training loss, and what it led to. $ends: of each hidden size mean test loss, 5 %, 95 %, median
# iteration that was kept (stops: with early stopping). constant: loss of a constant guess.
load 'style.gp'
set label 'loss' at screen left_edge, @upright
scale = 1
stats $curves using 2 name 'low' nooutput
stats $curves using 4 name 'high' nooutput
stats $ends using 2 name 'test_low' nooutput
stats $ends using 3 name 'test_high' nooutput
if (stops) {
    stats $curves using 1 name 'drawn' nooutput
    iterations = drawn_max
}
smaller(a, b) = a < b ? a : b
larger(a, b) = a > b ? a : b
low = smaller(low_min, test_low_min)
high = larger(high_max, test_high_max)
if (constant == constant) {
    low = smaller(low, constant)
    high = larger(high, constant)
    set arrow from graph 0, first constant to graph 1, first constant nohead front linestyle 1
    set label 'a constant guess' at first iterations, constant right offset -1,0.6 textcolor rgb ink
}
if (high <= low) { # gnuplot wants a range
    set yrange [low - 0.5:low + 0.5]
}
if (low > 0 && high > 20 * low) {
    set logscale y
    set format y '%h'
}
# Behind the last iteration there is room for the test losses.
apart = 0.025 * iterations
end(i) = iterations + apart * (i + 1.5)
set xrange [0:end(ends + 0.5)]
set xtics 0, every(iterations / 6.0), iterations
set label 'test' at end((ends - 1) / 2.0), graph 1 @above
set arrow from iterations, graph 0 to iterations, graph 1 nohead back linetype 1 linewidth 1 linecolor rgb ink
load 'curves.gp'
