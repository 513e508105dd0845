# Test accuracy of all networks. $accuracies: a bar's left edge, share of each hidden size's in it.
load 'style.gp'
height = 340
load 'sizes.gp'
set xlabel 'test accuracy (%)'
set label 'share of the networks (%)' at screen left_edge, @upright
set yrange [0:*]
plot for [i = 0:sizes - 1] $accuracies using (100 * $1):(100 * column(i + 2)) \
        with fillsteps fillstyle transparent solid 0.15 noborder linecolor rgb colour(i) notitle, \
    for [i = 0:sizes - 1] $accuracies using (100 * $1):(100 * column(i + 2)) \
        with steps linewidth 2 dashtype 1 + i % 2 linecolor rgb colour(i) title size_name(i)
