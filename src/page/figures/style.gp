# What all figures share. Each loads this file first, sets what is its own, says how large it is, by
# eval canvas(...), and plots. Lengths are pixels. Its C function has sent its data before: variables,
# and data blocks, in which a name is a line behind one letter, $features[1][2:*] the first of them.
reset
width = 680
canvas(height, left, right, top, bottom) = sprintf( \
    "set terminal svg size %d,%d noenhanced font 'sans-serif,14' background '#ffffff'; ".\
    "set output '%s.svg'; set lmargin at screen %f; set rmargin at screen %f; ".\
    "set tmargin at screen %f; set bmargin at screen %f", width, height, name, \
    left / real(width), 1 - right / real(width), 1 - top / real(height), bottom / real(height))

# Text, lines and blue have these colours, which the page replaces by those of its theme (svg.c).
ink = '#212529'
line = '#dee2e6'
blue = '#0072b2'
# The i-th of several: Okabe & Ito's (2008), told apart by colour-blind readers; and a point type.
colour(i) = word('#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9 #8c8c8c #212529', i % 8 + 1)
symbol(i) = int(real(word('7 9 5 13 11 6 8 4 12 10', i % 10 + 1)))

# The room that so many columns of letters take beside an axis.
beside(columns_of_text) = 8 * columns_of_text + 20

# Every how many-th is named where each needs so much of the room there is: 1, 2, 5, 10, ...
every(need) = need <= 1 ? 1 : need <= 2 ? 2 : need <= 5 ? 5 : 10 * every(need / 10.0)

# A place of points that are not seen: only their names are, as tics.
outside = -99

set encoding utf8
set border 3 linecolor rgb ink
set tics nomirror out scale 0.4 textcolor rgb ink
set xtics offset 0,0.3
set xlabel offset 0,0.9 textcolor rgb ink
set key off textcolor rgb ink samplen 2
set grid linetype 1 linewidth 1 linecolor rgb line
# A level: a broken line, its name above the axes.
set style line 1 linewidth 1.5 dashtype (6,4) linecolor rgb ink
above = "center offset 0,0.7 textcolor rgb ink"
# The upright label of an axis; gnuplot's own moves with the width of the tics' labels.
upright = "graph 0.5 center rotate textcolor rgb ink"
left_edge = 14.0 / width
right_edge = 1 - left_edge
