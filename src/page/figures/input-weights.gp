# One network's weights from the features to the hidden units.
load 'style.gp'
set label 'hidden unit' at screen left_edge, @upright
map = rows < 5 ? 120 : rows > 13 ? 320 : 24 * rows
left = 70; first = 1
if (columns <= 40) {
    column_name(i) = $columns[int(i) + 1][2:*]
    set xtics rotate by -90 offset 0,0
    label = 0; bottom = beside(columns_width) + 8
} else { # too many to be named
    column_name(i) = sprintf('%d', int(i) + 1)
    set xlabel 'feature, by place in the table'
    label = 30; bottom = 68
}
load 'weights.gp'
