# Frequency by method. $heat: frequency of the features by each.
load 'style.gp'
set xtics rotate by -45 offset 0,0
bottom = 130; label = 0; first = 0
legend = 'frequency (%)'; high = 100; number = '%.0f'
column_name(i) = $columns[int(i) + 1][2:*]
load 'features.gp'
