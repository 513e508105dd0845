# Training loss.
load 'style.gp'
set label 'training loss' at screen left_edge, @upright
scale = 1
stats $curves using 2 name 'low' nooutput
stats $curves using 4 name 'high' nooutput
if (high_max <= low_min) { # gnuplot wants a range
    set yrange [low_min - 0.5:low_min + 0.5]
}
if (low_min > 0 && high_max > 20 * low_min) {
    set logscale y
    set format y '%h'
}
load 'curves.gp'
