# How often each feature is significant: $frequency: frequency, ends of its interval, 1: stands out.
load 'style.gp'
feature(i) = $features[int(i) + 1][2:*]
eval canvas(90 + 22 * features, beside(features_width), 24, 30, 60)
set yrange [features - 0.5:-0.5]
set xrange [0:100]
set grid noytics
set xtics 0,20,100 format '%.0f%%'
set xlabel 'share of the networks that select the feature'
chance = 100 * chance
set arrow from chance, graph 0 to chance, graph 1 nohead front linestyle 1
set label 'chance' at chance, graph 1 @above
# How an interval is drawn says how far it can be trusted: one unit, few, enough.
set style line 10 linewidth 1.2 dashtype (2,4) linecolor rgb '#8c8c8c'
set style line 11 linewidth 2 dashtype (8,4) linecolor rgb blue
set style line 12 linewidth 2.5 dashtype solid linecolor rgb blue
plot $frequency using (50 * $1):0:(0):(100 * $1):($0 - 0.36):($0 + 0.36):ytic(feature($0)) \
        with boxxyerror fillstyle transparent solid 0.35 noborder linecolor rgb '#56b4e9', \
    '' using (100 * $2):0:(100 * ($3 - $2)):(0) with vectors nohead linestyle 10 + resampling, \
    '' using (100 * $1):($4 == 1 ? NaN : $0) \
        with points pointtype 6 pointsize 0.75 linewidth 1.5 linecolor rgb blue, \
    '' using (100 * $1):($4 == 1 ? $0 : NaN) with points pointtype 7 pointsize 0.75 linecolor rgb blue
