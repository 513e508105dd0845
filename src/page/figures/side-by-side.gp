# By itself, in predictions, beyond the others. $rows: names; $values: kind of row (0: a feature, 1: a
# group, 2: one of a group's); AUC (measured: (rho + 1)/2), number of its colour,
# found; frequency, its interval, chance; q (-1: not
# tested), found. by_itself, beyond: whether there are these panels. Coordinates are pixels across, rows down.
load 'style.gp'
row_name(i) = $rows[int(i) + 1][2:*]
towards(i) = $towards[int(i) + 1][2:*]
# The scale of q: powers of ten down to the smallest.
stats $values using ($9 > 0 ? $9 : 1) nooutput
decades = STATS_min < 0.0009 ? ceil(-log10(STATS_min)) : 3
place(q) = -log10(q) / decades

top = 64; bottom = 34; pitch = 20
height = top + bottom + pitch * rows
eval canvas(height, 0, 0, top, bottom)
set xrange [0:width]
set yrange [rows - 0.5:-0.5]
set border 0
unset tics
unset grid

# Panels: what is left beside the names, in equal parts.
panels = 1 + by_itself + beyond
between = 26
names = rows_width * 7.6 + 24
wide = (width - names - 24 - between * (panels - 1)) / panels
left(p) = names + p * (wide + between)
auc = 0; share = by_itself; extra = by_itself + 1
x(p, part) = left(p) + wide * part

small = "font ',12' textcolor rgb ink"
set style line 3 linewidth 1 linecolor rgb line
set style line 4 linewidth 1 linecolor rgb ink
do for [p = 0:panels - 1] {
    do for [i = 0:2] {
        set arrow from x(p, i / 2.0), graph 0 to x(p, i / 2.0), graph 1 nohead back linestyle 3
    }
    set label (p == extra ? 'beyond the others' : p == share ? 'in predictions' : 'by itself') \
        at x(p, 0.5), graph 1 center offset character 0, 2.4 font ',13' textcolor rgb ink
}
below = "offset character 0, -0.8 ".small
if (by_itself) {
    set label (measured ? '-1' : '0') at x(auc, 0), graph 0 center @below
    set label (measured ? 'rho 0' : 'AUC 0.5') at x(auc, 0.5), graph 0 center @below
    set label '1' at x(auc, 1), graph 0 center @below
    set arrow from x(auc, 0.5), graph 0 to x(auc, 0.5), graph 1 nohead front linestyle 4
    if (classes == 2) {
        set label 'higher in' at x(auc, 0.5), graph 1 center offset character 0, 1.3 @small
        set label $classes[1][2:*] at x(auc, 0.47), graph 1 right offset character 0, 0.4 \
            font ',12' textcolor rgb colour(first_colour)
        set label $classes[2][2:*] at x(auc, 0.53), graph 1 left offset character 0, 0.4 \
            font ',12' textcolor rgb colour(second_colour)
    } else {
        set label (measured ? 'falls' : 'lower in') at x(auc, 0.47), graph 1 right offset character 0, 0.4 @small
        set label (measured ? 'rises' : 'higher in') at x(auc, 0.53), graph 1 left offset character 0, 0.4 @small
    }
}
set label '0' at x(share, 0), graph 0 center @below
set label '50%' at x(share, 0.5), graph 0 center @below
set label '100%' at x(share, 1), graph 0 center @below
set arrow from x(share, chance), graph 0 to x(share, chance), graph 1 nohead front linestyle 1
chance_side = chance < 0.2 ? 'left' : chance > 0.8 ? 'right' : 'center'
set label 'chance' at x(share, chance < 0.2 ? 0 : chance > 0.8 ? 1 : chance), graph 1 @chance_side \
    offset character 0, 0.4 @small
if (beyond) {
    set label '1' at x(extra, 0), graph 0 center @below
    do for [i = 1:decades] {
        if (decades <= 3 || i % 2 == 0) {
            set label sprintf('%g', 10.0 ** -i) at x(extra, i / real(decades)), graph 0 center @below
        }
    }
    if (fdr > 0 && fdr <= 1 && place(fdr) <= 1) {
        set arrow from x(extra, place(fdr)), graph 0 to x(extra, place(fdr)), graph 1 nohead front \
            linestyle 1
        set label sprintf('q = %g', fdr) at x(extra, place(fdr)), graph 1 center \
            offset character 0, 0.4 @small
    }
}

half = 0.34
# Labels without any defined place crash gnuplot 5.4: those not wanted stand outside.
set style line 10 linewidth 1.2 dashtype (2,4) linecolor rgb '#8c8c8c'
set style line 11 linewidth 2 dashtype (8,4) linecolor rgb blue
set style line 12 linewidth 2 dashtype solid linecolor rgb blue
set style line 13 linewidth 2 linecolor rgb ink
light = '#56b4e9'
in_range(part) = part > 1 ? 1 : part
effect(number, found) = $3 == number && $4 == found ? x(auc, $2) : NaN
frequency(group) = ($1 == 1) == group ? x(share, $5) : NaN
extra_end(found) = $10 == found && $9 > 0 ? x(extra, in_range(place($9))) : NaN
untested = 'not tested'
untested_at = fdr > 0 && place(fdr) < 0.4 ? x(extra, place(fdr)) + 4 : x(extra, 0) + 3
plot $values using (8 + ($1 == 2 ? 14 : 0)):0:(row_name($0)) with labels left @small notitle, \
    for [n = 0:7] for [found = 0:1] for [i = 1:by_itself] '' \
        using (effect(n, found)):0:(x(auc, 0.5)):(effect(n, found)):($0 - half):($0 + half) \
        with boxxyerror fillstyle transparent solid (found ? 0.85 : 0.3) noborder \
        linecolor rgb colour(n), \
    for [i = 1:by_itself && classes > 2] '' \
        using (x(auc, $2 > 0.5 ? 0.47 : 0.53)):($2 > 0.5 ? $0 : outside):(towards($0)) \
        with labels right @small, \
    for [i = 1:by_itself && classes > 2] '' \
        using (x(auc, 0.53)):($2 <= 0.5 ? $0 : outside):(towards($0)) with labels left @small, \
    '' using (frequency(0)):0:(x(share, 0)):(frequency(0)):($0 - half):($0 + half) \
        with boxxyerror fillstyle transparent solid 0.35 noborder linecolor rgb light, \
    '' using (x(share, $6)):0:(wide * ($7 - $6)):(0) with vectors nohead linestyle 10 + resampling, \
    '' using (frequency(0)):0 with points pointtype 7 pointsize 0.5 linecolor rgb blue, \
    '' using (frequency(1)):0 with points pointtype 12 pointsize 0.8 linewidth 1.5 linecolor rgb blue, \
    '' using ($1 == 1 ? x(share, $8) : NaN):($0 - half):(0):(2 * half) with vectors nohead linestyle 13, \
    for [found = 0:1] for [i = 1:beyond] '' \
        using (extra_end(found)):0:(x(extra, 0)):(extra_end(found)):($0 - half):($0 + half) \
        with boxxyerror fillstyle transparent solid (found ? 0.85 : 0.3) noborder linecolor rgb blue, \
    for [i = 1:beyond] '' using (untested_at):($9 < 0 ? $0 : outside):(untested) \
        with labels left font ',11' textcolor rgb '#8c8c8c'
