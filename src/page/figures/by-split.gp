# Is one split odd? $heat: frequency of the features in each.
load 'style.gp'
set xlabel 'split'
bottom = 60; label = 30; first = int($columns[1][2:*])
legend = 'frequency (%)'; high = 100; number = columns <= 12 ? '%.0f' : ''
column_name(i) = $columns[int(i) + 1][2:*]
load 'features.gp'
