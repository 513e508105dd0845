# A heat map of percentages, a feature each row. Beside few rows its legend has room all the same.
# To be set before: bottom, high, legend, number, column_name(i), label and first.
map = rows > 7 ? 22 * rows : 170
gap = 0; left = beside(rows_width); top = 16
low = 0; scale = 100; diverging = 0
load 'heat.gp'
