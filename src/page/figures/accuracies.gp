# Test accuracy of all networks. $accuracies: how many networks of each hidden size are in each of so
# many bins from 0 to 1, and beyond; samples, test_per_train: how many are tested (NaN: not known).
load 'style.gp'
height = 340
load 'sizes.gp'
set xlabel 'test accuracy (%)'
set label 'share of the networks (%)' at screen left_edge, @upright
set yrange [0:*]
# Accuracies are multiples of 1 / tested. Bars are a whole number of right answers wide, so that none
# is empty for want of such accuracies; at most 30 of them, over a tenth of all answers at least, or a
# few spikes look wide.
tested = floor(samples * test_per_train / (1 + test_per_train) + 0.5)
tested = tested >= 1 ? (tested < bins ? tested : bins) : test_per_train == test_per_train ? 1 : bins
right(bin) = bin < bins ? ceil(bin * tested / bins) : 2 * tested
stats $accuracies using ((sum [i = 1:sizes] column(i)) > 0 ? right($0) : NaN) nooutput
least = floor(tested / 10.0)
last = STATS_max
first = last - STATS_min < least ? (last > least ? last - least : 0) : STATS_min
answers = floor((last - first + 30) / 30)
bar(number) = floor((number - first) / answers)
edge(bar) = 100 * (first + bar * answers - 0.5) / tested
within(place) = place < 0 ? 0 : place > 100 ? 100 : place
set table $bars
plot for [i = 1:sizes] $accuracies using (bar(right($0))):(column(i)) smooth frequency
unset table
array networks[sizes]
do for [i = 1:sizes] {
    stats $accuracies using i nooutput
    networks[i] = STATS_sum > 0 ? STATS_sum : 1
}
bars = bar(last)
shown(bar) = within(edge(bar < -1 ? -1 : bar > bars + 1 ? bars + 1 : bar)) # empty ones at the ends
plot for [i = 0:sizes - 1] $bars index i using (shown($1)):(100 * $2 / networks[i + 1]) \
        with fillsteps fillstyle transparent solid 0.15 noborder linecolor rgb colour(i) notitle, \
    for [i = 0:sizes - 1] $bars index i using (shown($1)):(100 * $2 / networks[i + 1]) \
        with steps linewidth 2 dashtype 1 + i % 2 linecolor rgb colour(i) title size_name(i)
