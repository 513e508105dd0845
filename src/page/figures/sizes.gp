# Curves by hidden size ($sizes): the key above the axes.
size_name(i) = $sizes[i + 1][2:*]
eval canvas(height, 80, 24, sizes > 4 ? 72 : 50, 60)
set key on at graph 0, screen 0.995 left top horizontal reverse Left maxcols 4 title 'hidden size' left
set dashtype 2 (10,3)
