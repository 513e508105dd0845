# Weights before (where they are stored) and after training. To be set before: map, left, bottom,
# label, first. largest: absolute weight.
set border 0
title = "left offset 0,0.7 textcolor rgb ink"
set label (maps == 2 ? 'before training' : 'after training') at graph 0, graph 1 @title
top = 36; gap = 56; number = ''
low = -largest; high = largest; scale = 1; diverging = 1; legend = 'weight'
if (maps == 2) {
    set label 'after training' at -0.5, rows * (1 + gap / real(map)) - 0.5 @title
}
set cbtics (sprintf('%.2f', low) low, '0' 0, sprintf('%.2f', high) high)
load 'heat.gp'
