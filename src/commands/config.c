/* holdfast config: a complete configuration with its defaults. */
#include "holdfast/config.h"
#include "commands/commands.h"

const hf_option hf_config_options[] = {{.kind = HF_OPTION_END}};

hf_status hf_command_config(int argc, char **argv, hf_error *error)
{
    hf_text text = {0};
    HF_TRY(hf_options_read(hf_config_options, argc, argv, NULL, error));
    hf_config_write_defaults(&text);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK)
        fputs(text.data, stdout);
    hf_text_free(&text);
    return status;
}
