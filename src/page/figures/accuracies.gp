# Test accuracy of all networks. $accuracies: right answers, of so many samples, and how many networks
# of each hidden size give them.
load 'style.gp'
height = 340
load 'sizes.gp'
set xlabel 'test accuracy (%)'
set label 'share of the networks (%)' at screen left_edge, @upright
set yrange [0:*]
# Bars are a whole number of right answers wide, so that none is empty for want of such accuracies;
# at most 30 of them, over a tenth of all at least, or a few spikes look wide.
stats $accuracies using ((sum [i = 2:sizes + 1] column(i)) > 0 ? $1 : NaN) nooutput
least = floor(samples / 10.0)
last = STATS_max
first = last - STATS_min < least ? (last > least ? last - least : 0) : STATS_min
answers = floor((last - first + 30) / 30)
bar(right) = floor((right - first) / answers)
edge(bar) = 100 * (first + bar * answers - 0.5) / samples
within(place) = place < 0 ? 0 : place > 100 ? 100 : place
set table $bars
plot for [i = 2:sizes + 1] $accuracies using (bar($1)):(column(i)) smooth frequency
unset table
array networks[sizes]
do for [i = 1:sizes] {
    stats $accuracies using i + 1 nooutput
    networks[i] = STATS_sum > 0 ? STATS_sum : 1
}
bars = bar(last)
shown(bar) = bar >= -1 && bar <= bars + 1 ? within(edge(bar)) : NaN
plot for [i = 0:sizes - 1] $bars index i using (shown($1)):(100 * $2 / networks[i + 1]) \
        with fillsteps fillstyle transparent solid 0.15 noborder linecolor rgb colour(i) notitle, \
    for [i = 0:sizes - 1] $bars index i using (shown($1)):(100 * $2 / networks[i + 1]) \
        with steps linewidth 2 dashtype 1 + i % 2 linecolor rgb colour(i) title size_name(i)
