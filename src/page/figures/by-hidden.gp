# Does the hidden size matter? $heat: frequency of the features with each.
load 'style.gp'
set xlabel 'hidden size'
bottom = 60; label = 40; first = int($columns[1][2:*])
legend = 'frequency (%)'; high = 100; number = columns <= 12 ? '%.0f' : ''
column_name(i) = $columns[int(i) + 1][2:*]
load 'features.gp'
