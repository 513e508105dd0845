# Test accuracy.
load 'style.gp'
set label 'test accuracy (%)' at screen left_edge, @upright
scale = 100
stats $curves using 2 name 'low' nooutput
stats $curves using 4 name 'high' nooutput
if (high_max <= low_min) { # gnuplot wants a range
    set yrange [100 * low_min - 0.5:100 * low_min + 0.5]
}
load 'curves.gp'
