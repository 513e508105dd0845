/* The order of the sections. */
#include "sections.h"

void hf_sections(const hf_evidence *evidence, int64_t listed, hf_document *document)
{
    const hf_evidence *e = evidence;
    const bool has_frequencies = !hf_evidence_is_shard(e) && hf_evidence_voters(e, e->lead) > 0;
    if (has_frequencies)
        hf_section_features(e, listed, document);
    hf_section_noise(e, document);
    if (has_frequencies) {
        hf_section_stability(e, document);
        hf_section_variance(e, document);
        hf_section_groups(e, document);
        hf_section_methods(e, document);
        hf_section_bounds(e, document);
    }
    hf_section_networks(e, document);
    hf_section_tutorial(e, document);
}
