# A heat map of $heat: column, row (0 on top), value; what is not defined stays blank. Further ones of
# the `maps`, one below the other, are further data sets. Beside them stand the names of $rows.
# To be set before:
#   map, gap, left, top, bottom: pixels of one map, between two, around them
#   low, high, legend: ends and name of the scale of colours; scale: factor of the values for it
#   diverging: around 0 from blue to vermillion, else from dark to light
#   number: format of the numbers in the cells; '': none
#   column_name(i), label: what stands below a column, and how many pixels it needs; first: number of
#   the first column, as of consecutive ones only round numbers have a name
eval canvas(top + maps * map + (maps - 1) * gap + bottom, left, 110, top, bottom)
apart = rows * (1 + gap / real(map))
y(row) = row + column(-2) * apart
set xrange [-0.5:columns - 0.5]
set yrange [(maps - 1) * apart + rows - 0.5:-0.5]
unset grid
set cbrange [low:high]
set cbtics format '%h'
set style line 9 linecolor rgb ink
set colorbox border 9
set label legend at screen right_edge, @upright
if (diverging) {
    set palette maxcolors 64 defined (0 '#0072b2', 0.5 '#f7f7f7', 1 '#d55e00')
} else {
    set palette maxcolors 64 defined \
        (0 '#00224e', 0.25 '#434e6c', 0.5 '#7d7c78', 0.75 '#bcaf6f', 1 '#fee838')
}
row_step = every(rows * 16.0 / map)
column_step = every(columns * label / (width - left - 110.0))
row_name(i) = $rows[int(i) + 1][2:*]
row_place(i) = int(i) % row_step == 0 ? y(i) : outside
column_place(i) = (first + int(i)) % column_step == 0 ? i : outside
# Dark cells get light numbers.
is_light(value) = scale * value > low + 0.45 * (high - low)
# (Labels without any defined place crash gnuplot 5.4.)
in_dark(column) = $3 == $3 && !is_light($3) ? column : outside
in_light(column) = $3 == $3 && is_light($3) ? column : outside
numbers = number ne '' && rows * columns <= 600
plot $heat using ($3 == $3 ? $1 : NaN):(y($2)):($1 - 0.5):($1 + 0.5):(y($2) - 0.5):(y($2) + 0.5) \
        :(scale * $3) with boxxyerror fillstyle solid noborder linecolor palette, \
    '' using (outside):(row_place($2)):ytic(row_name($2)) with points, \
    '' using (column_place($1)):(outside):xtic(column_name($1)) with points, \
    for [i = 1:numbers] '' using (in_light($1)):2:(sprintf(number, scale * $3)) \
        with labels font ',12' textcolor rgb '#000000', \
    for [i = 1:numbers] '' using (in_dark($1)):2:(sprintf(number, scale * $3)) \
        with labels font ',12' textcolor rgb '#ffffff'
