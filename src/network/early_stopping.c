/* Early stopping: which step's parameters are kept, and when training ends. */
#include "trainer.h"

#include <string.h>

static void copy_part(const hf_member *member, const hf_slab *from, const hf_slab *to)
{
    const hf_part part = hf_parameter_part(member);
    memcpy(to->data + part.first, from->data + part.first, (size_t)part.count * sizeof(float));
}

bool hf_early_stopping_look(const hf_member *member, const hf_samples *validation, int64_t step,
                            hf_early_stopping *best)
{
    const hf_trainer *trainer = member->trainer;
    const double loss = hf_evaluate_loss(member, validation);
    if (loss < best->loss) { /* never where it is not finite */
        *best = (hf_early_stopping){loss, step};
        copy_part(member, &trainer->parameter, &trainer->kept);
    }
    return step - best->step < trainer->config->training.patience;
}

void hf_early_stopping_restore(const hf_member *member)
{
    copy_part(member, &member->trainer->kept, &member->trainer->parameter);
    hf_member_wait(member);
}
