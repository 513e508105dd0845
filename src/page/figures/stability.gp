# Would another number of significant features be more stable? $stability: k, stability; k: in use.
load 'style.gp'
eval canvas(320, 70, 24, 30, 60)
set xrange [0.5:ranks + 0.5]
set yrange [*<0:1]
set xlabel 'number k of significant features'
set label 'stability' at screen left_edge, @upright
if (k <= ranks) {
    set arrow from k, graph 0 to k, graph 1 nohead linestyle 1
    set label sprintf('k = %d', k) at k, graph 1 @above
}
plot $stability using 1:2 with linespoints pointtype 7 pointsize 0.6 linewidth 2 linecolor rgb blue
