/*
 * Sentences as templates. In one stand, in braces,
 *
 *   {name}            the value of that name, as a whole number: 3,072
 *   {name%}           as a share: 97.1%
 *   {name.2}          with so many decimals; {name~} with 3 digits; {name#} with as many digits as
 *                     it needs
 *   {name=}           with its name, as p-values are said: p = 0.012, q < 0.001
 *   {s name}          "s" unless the value is 1; {is name} "is" or "are"
 *   {s run} {es run}  "s" where the sentence says several findings, "es" where it says one
 *   {each seed x%}    of all findings that the sentence says: 43 (12.5%), 44 (0.0%) and 2 more;
 *                     {each feature}, {each method}, {each group}: names; {each named}: a feature's
 *                     or that of its group
 *   {few seed x%}     the same, but at most three by name
 *   {leaders}         the first features of the finding with their frequencies
 *   {strongest}       the first feature of the finding
 *   {groups}          of all findings: of size (a, b and 2 more; q = 0.010); shape (c, d; q =
 * 0.020) {adds}            of all findings: a (q = 0.010, higher in x), b (q = 0.020, doubtful)
 *   {association}     of the first feature by itself, an AUC as one above 1/2: AUC 0.97, higher in
 *                     x, q < 0.001
 *   {class}           the name of the class that the value `class` is
 *   {not_tested}      why the test is not defined, by the value `reason`
 *   {rows}            the column that the rows' groups are from
 *   {method} {lead}   names of methods: the finding's, the one that leads
 *   {influence}       every method that measures what predictions rest on: a or b
 *   {confidence}      in percent
 *   {size}            " with hidden size 10" where one was asked for
 *   {all_sizes}       " (all hidden sizes)" where one was asked for
 *   {reason}          why the frequencies have no intervals
 *   {why_labels}      why the test with permuted labels is not defined; {why_probes} likewise
 *   {units}           the splits as the bootstrap draws them: 4 pairs of splits
 */
#ifndef HOLDFAST_FINDINGS_TEMPLATE_H
#define HOLDFAST_FINDINGS_TEMPLATE_H

#include "findings/findings.h"

/* Appends the sentence for `count` findings; the values are those of the first one. */
void hf_template_append(const char *template, const hf_evidence *evidence,
                        const hf_finding *findings, int64_t count, hf_text *line);

/* Do all conditions hold: names of values that must be there and above 0, or, behind !, not so? */
bool hf_template_applies(const char *conditions, const hf_finding *finding);

#endif
