# What makes a feature's rank vary. $shares: seed, split and the rest.
load 'style.gp'
feature(i) = $features[int(i) + 1][2:*]
eval canvas(104 + 22 * features, beside(features_width), 24, 44, 60)
set yrange [features - 0.5:-0.5]
set xrange [0:100]
set grid noytics
set xtics 0,20,100 format '%.0f%%'
set xlabel 'share of the variance of the rank'
set key on at graph 0, screen 0.995 left top horizontal reverse Left maxrows 1
set style fill solid 1 noborder
end(last) = last < 1 ? 0 : end(last - 1) + 100 * column(last)
share_name(i) = i == 1 ? 'seed' : i == 2 ? 'split' : 'the rest'
plot $shares using (outside):0:ytic(feature($0)) with points notitle, \
    for [i = 1:3] '' using (end(i)):0:(end(i - 1)):(end(i)):($0 - 0.36):($0 + 0.36) \
        with boxxyerror linecolor rgb word('#0072b2 #e69f00 #bdbdbd', i) title share_name(i)
