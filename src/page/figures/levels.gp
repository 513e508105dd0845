# Levels of categories: $shares: row, class, from, to. turned: two classes have each other's colours.
load 'style.gp'
class_name(i) = $classes[i + 1][2:*]
key_rows = (classes + 4) / 5
top = 20 + 20 * key_rows
eval canvas(top + 60 + levels * 22, beside(levels_width), 24, top, 60)
set xrange [0:100]
set yrange [levels - 0.5:-0.5]
set xlabel 'share of the samples, %'
set key on at graph 0, screen 0.998 left top horizontal reverse Left maxrows key_rows
class_colour(c) = colour(turned ? 1 - c : c)
level(i) = $levels[int(i) + 1][2:*]
part(c, value) = $2 == c ? 100 * value : NaN
plot $shares using (outside):1:ytic(level($1)) with points notitle, \
    for [c = 0:classes - 1] $shares \
        using (part(c, $3)):1:(part(c, $3)):(part(c, $4)):($1 - 0.36):($1 + 0.36) \
        with boxxyerror fillstyle solid 0.75 noborder linecolor rgb class_colour(c) notitle, \
    for [c = 0:classes - 1] NaN with points pointtype symbol(c) pointsize 1 \
        linecolor rgb class_colour(c) title class_name(c)
