/* The task (classes or a measured outcome), and what has to fit it. */
#include "reader.h"

static void check_loss(hf_reader *reader)
{
    hf_config *config = reader->config;
    const bool measured = config->data.task == HF_TASK_REGRESSION;
    const bool given = config->places.at[hf_key_find("training.loss")] != 0;
    if (config->data.task == HF_TASK_AUTO || measured == (config->training.loss == HF_LOSS_MSE))
        return;
    if (!given && measured)
        config->training.loss = HF_LOSS_MSE;
    else if (measured)
        hf_reader_problem(reader, NULL, "training.loss",
                          "the target is a measured outcome (data.task: regression), whose loss is "
                          "mse: leave training.loss out, or set data.task=classification");
    else
        hf_reader_problem(reader, NULL, "training.loss",
                          "mse is the loss of a measured outcome, but the target is a class "
                          "(data.task: classification): leave training.loss out, or set "
                          "data.task=regression");
}

void hf_reader_check_task(hf_reader *reader)
{
    const hf_config *config = reader->config;
    if (reader->bad[hf_key_find("data.task")] || reader->bad[hf_key_find("training.loss")])
        return;
    check_loss(reader);
    if (config->data.task == HF_TASK_REGRESSION && config->data.classes.count > 0)
        hf_reader_problem(reader, NULL, "data.classes",
                          "the target is a measured outcome (data.task: regression) and has no "
                          "classes: leave data.classes out, or set data.task=classification");
}
