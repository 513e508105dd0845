# One network's weights from the hidden units to the classes.
load 'style.gp'
set xlabel 'hidden unit'
map = 18 * (rows < 4 ? 4 : rows)
left = beside(rows_width); bottom = 56; label = 30; first = 0
column_name(i) = $columns[int(i) + 1][2:*]
load 'weights.gp'
