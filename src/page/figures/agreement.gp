# Agreement between methods. $heat: correlation of the importances of each two.
load 'style.gp'
set xtics rotate by -45 offset 0,0
stats $heat using ($3 == $3 ? $3 : 0) nooutput
map = 40 * rows; gap = 0; left = 190; top = 16; bottom = 130; label = 0; first = 0
low = STATS_min < 0 ? STATS_min : 0; high = 1; scale = 1; diverging = 0
legend = 'correlation'; number = '%.2f'
column_name(i) = $columns[int(i) + 1][2:*]
load 'heat.gp'
