# Loss or accuracy by iteration. $curves: for each hidden size iteration, 5 %, median, 95 %. To be
# set before: scale; ends: there are so many test losses (loss.gp).
height = 380
load 'sizes.gp'
set xlabel 'iteration'
plot for [i = 0:sizes - 1] $curves index i using 1:(scale * $2):(scale * $4) \
        with filledcurves fillstyle transparent solid 0.2 noborder linecolor rgb colour(i) notitle, \
    for [i = 0:sizes - 1] $curves index i using 1:(scale * $3) \
        with lines linewidth 2 dashtype 1 + i % 2 linecolor rgb colour(i) title size_name(i), \
    for [i = 0:ends - 1] $ends every ::i::i using (end(i)):1:2:3 \
        with yerrorbars pointtype symbol(i) pointsize 0.8 linewidth 1.5 linecolor rgb colour(i) notitle, \
    for [i = 0:(ends > 0 && stops ? ends - 1 : -1)] $ends every ::i::i \
        using ($4):(low):(0):(high - low) with vectors nohead linewidth 1.5 dashtype (2,4) \
        linecolor rgb colour(i) notitle
