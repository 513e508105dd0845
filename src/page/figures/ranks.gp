# Which ranks each feature takes. $heat: share of the networks that give it the rank (largest: of
# them); k: those left of the line are significant.
load 'style.gp'
set xlabel 'rank'
# White on black: seen on all colours.
set style line 2 linewidth 3 linecolor rgb '#000000'
set style line 3 linewidth 1.5 dashtype (6,4) linecolor rgb '#ffffff'
if (k < columns) {
    set arrow from k - 0.5, graph 0 to k - 0.5, graph 1 nohead front linestyle 2
    set arrow from k - 0.5, graph 0 to k - 0.5, graph 1 nohead front linestyle 3
}
bottom = 60; label = 26; first = 1
legend = 'share of the networks (%)'; high = 100 * largest; number = ''
column_name(i) = sprintf('%d', int(i) + 1)
load 'features.gp'
