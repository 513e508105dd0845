# Test accuracy, or R2 where measured is 1.
load 'style.gp'
set label (measured ? 'test R2' : 'test accuracy (%)') at screen left_edge, @upright
scale = measured ? 1 : 100
stats $curves using 2 name 'low' nooutput
stats $curves using 4 name 'high' nooutput
if (high_max <= low_min) { # gnuplot wants a range
    set yrange [scale * low_min - 0.005 * scale:scale * low_min + 0.005 * scale]
}
load 'curves.gp'
