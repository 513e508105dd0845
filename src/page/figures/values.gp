# Values of the features by class. $values: feature, class, number of the point, value; or feature,
# class, -1, lower quartile, median, upper quartile. Each class has a lane of its own in a row.
# turned: two classes have each other's colours.
load 'style.gp'
feature(i) = $features[int(i) + 1][2:*]
class_name(i) = $classes[i + 1][2:*]
key_rows = (classes + 4) / 5
row = (classes > 4 ? 10 : 14) * classes + 6
top = 20 + 20 * key_rows
eval canvas(top + 60 + features * (row > 22 ? row : 22), beside(features_width), 24, top, 60)
within(value) = value > 5 ? 5 : value < -5 ? -5 : value
stats $values using ($4 == $4 ? within($4) : 0) nooutput
set xrange [STATS_min - 0.2:STATS_max + 0.2]
set yrange [features - 0.5:-0.5]
set xlabel 'standardised value'
set key on at graph 0, screen 0.998 left top horizontal reverse Left maxrows key_rows
class_colour(c) = colour(turned ? 1 - c : c)
lane(part) = $1 - 0.4 + 0.8 * ($2 + part) / classes
# Points are spread over the lane by the golden section, so that neighbours part.
spread(i) = 0.15 + 0.7 * (0.6180339887498949 * i - floor(0.6180339887498949 * i))
point(c, value) = $2 == c && $3 >= 0 ? within(value) : NaN
box(c, value) = $2 == c && $3 < 0 ? within(value) : NaN
plot $values using (outside):1:ytic(feature($1)) with points notitle, \
    for [c = 0:classes - 1] $values \
        using (box(c, $5)):(lane(0.5)):(within($4)):(within($6)):(lane(0.08)):(lane(0.92)) \
        with boxxyerror fillstyle transparent solid 0.3 noborder linecolor rgb class_colour(c) notitle, \
    for [c = 0:classes - 1] $values using (point(c, $4)):(lane(spread($3))) \
        with points pointtype symbol(c) pointsize 0.25 linecolor rgb class_colour(c) notitle, \
    for [c = 0:classes - 1] $values using (box(c, $5)):(lane(0.08)):(0):(lane(0.92) - lane(0.08)) \
        with vectors nohead linewidth 3 linecolor rgb class_colour(c) notitle, \
    for [c = 0:classes - 1] NaN with points pointtype symbol(c) pointsize 1 \
        linecolor rgb class_colour(c) title class_name(c)
