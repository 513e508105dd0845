/* Words as a shell reads them. */
#include "quote.h"

#include <string.h>

void hf_quote_shell(hf_text *line, const char *word)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=:,+@%";
    if (*word && word[strspn(word, plain)] == '\0') {
        hf_text_append(line, "%s", word);
        return;
    }
    hf_text_append(line, "'");
    for (; *word; word++)
        if (*word == '\'')
            hf_text_append(line, "'\\''");
        else
            hf_text_append_bytes(line, word, 1);
    hf_text_append(line, "'");
}
