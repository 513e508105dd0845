/* The paragraph for a methods section while it is written: its sources, and who writes what. */
#ifndef HOLDFAST_REPORT_METHODS_TEXT_H
#define HOLDFAST_REPORT_METHODS_TEXT_H

#include "sections.h"

/* In the order of a list of references: identifier, reference. */
#define HF_SOURCE_LIST(X)                                                                          \
    X(BARBER, "Barber and Cand\u00e8s (2015) Annals of Statistics 43:2055")                        \
    X(BENJAMINI, "Benjamini and Hochberg (1995) J. R. Stat. Soc. B 57:289")                        \
    X(BREIMAN, "Breiman (2001) Machine Learning 45:5")                                             \
    X(GARSON, "Garson (1991) AI Expert 6(4):46")                                                   \
    X(ADAM, "Kingma and Ba (2015) ICLR")                                                           \
    X(KRUSKAL, "Kruskal and Wallis (1952) J. Am. Stat. Assoc. 47:583")                             \
    X(LEDOIT, "Ledoit and Wolf (2004) J. Multivariate Analysis 88:365")                            \
    X(ADAMW, "Loshchilov and Hutter (2019) ICLR")                                                  \
    X(MEINSHAUSEN, "Meinshausen and B\u00fchlmann (2010) J. R. Stat. Soc. B 72:417")               \
    X(NADEAU, "Nadeau and Bengio (2003) Machine Learning 52:239")                                  \
    X(NOGUEIRA, "Nogueira, Sechidis and Brown (2018) J. Machine Learning Research 18:174")         \
    X(OLDEN, "Olden and Jackson (2002) Ecological Modelling 154:135")                              \
    X(OWEN, "Owen (2007) Annals of Applied Statistics 1:386")                                      \
    X(PHIPSON, "Phipson and Smyth (2010) Stat. Appl. Genet. Mol. Biol. 9:39")                      \
    X(SHAH, "Shah and Samworth (2013) J. R. Stat. Soc. B 75:55")                                   \
    X(SUNDARARAJAN, "Sundararajan, Taly and Yan (2017) ICML, PMLR 70:3319")                        \
    X(WESTFALL, "Westfall and Young (1993) Resampling-Based Multiple Testing, Wiley")

#define HF_SOURCE_ENUM(id, reference) HF_SOURCE_##id,
typedef enum hf_source { HF_SOURCE_LIST(HF_SOURCE_ENUM) HF_SOURCES } hf_source;
#undef HF_SOURCE_ENUM

typedef struct hf_methods_writer {
    const hf_evidence *e;
    const hf_config *config;
    hf_text *text;
    bool cited[HF_SOURCES];
} hf_methods_writer;

/* The source is named in the sentence: lists it with the others. */
static inline const char *hf_cite(hf_methods_writer *w, hf_source s, const char *named)
{
    w->cited[s] = true;
    return named;
}

/* What was made of the trained networks: score, importance, tests. Not of a shard. */
void hf_methods_text_statistics(hf_methods_writer *w);

#endif
