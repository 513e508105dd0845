# One network's test rows. $points: measured, predicted; $outcome: its name.
load 'style.gp'
eval canvas(460, 84, 24, 20, 60)
stats $points using 1 name 'measured' nooutput
stats $points using 2 name 'predicted' nooutput
low = measured_min < predicted_min ? measured_min : predicted_min
high = measured_max > predicted_max ? measured_max : predicted_max
margin = high > low ? 0.04 * (high - low) : 0.5
set xrange [low - margin:high + margin]
set yrange [low - margin:high + margin]
set xlabel 'measured '.$outcome[1][2:*]
set label 'predicted' at screen left_edge, @upright
plot x with lines linestyle 1 notitle, \
    $points using 1:2 with points pointtype 7 pointsize 0.4 linecolor rgb blue notitle
