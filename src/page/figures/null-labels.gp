# Is it more than chance? $permuted: mean balanced accuracy of each permutation, or R2 where measured
# is 1; observed: with the data's own labels.
load 'style.gp'
eval canvas(300, 70, 40, 30, 60)
scale = measured ? 1.0 : 100.0
set xlabel measured ? 'mean test R2' : 'mean balanced test accuracy (%)'
set label 'permutations' at screen left_edge, @upright
stats $permuted using 1 nooutput
low = scale * (observed < STATS_min ? observed : STATS_min)
high = scale * (observed > STATS_max ? observed : STATS_max)
bars = 30
bar = high > low ? (high - low) / bars : 1
middle(accuracy) = low + bar * (0.5 + (accuracy >= high ? bars - 1 : floor((accuracy - low) / bar)))
own = scale * observed
set arrow from own, graph 0 to own, graph 1 nohead linewidth 2.5 linecolor rgb '#d55e00'
side = own > (low + high) / 2 ? 'right' : 'left'
set label 'own labels' at own, graph 1 @side offset 0,0.7 textcolor rgb ink
set boxwidth bar
set xrange [* < low:high < *]
set table $counts
plot $permuted using (middle(scale * $1)):(1) smooth frequency
unset table
stats $counts using 2 nooutput
set ytics floor(STATS_max / 6) + 1
set yrange [0:*]
set offsets graph 0.02, graph 0.02, graph 0.05, 0
plot $counts using 1:2 with boxes fillstyle solid 0.6 noborder linecolor rgb '#56b4e9'
