# A heat map of percentages, of a feature each row; to be set before: bottom, number, label, column_name(i),
# first, legend and high.
# Beside few rows the legend has room all the same.
map = rows > 7 ? 22 * rows : 170
gap = 0; left = beside(rows_width); top = 16
low = 0; scale = 100; diverging = 0
load 'heat.gp'
