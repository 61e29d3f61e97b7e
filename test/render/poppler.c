#include "poppler.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/process.h"

const char *
poppler_say(struct test *t, const struct buffer *pdf, const char *const *argv)
{
    struct process_order order = {
        .argv = argv, .input = pdf->data, .input_length = pdf->length, .most_output = 16 << 20
    };
    struct process_result result = { 0 };
    const char *why = "";

    if (!process_run(t->arena, &order, &result, &why))
        fail_msg("%s: %s", argv[0], why);
    if (result.status || result.errors_length)
        fail_msg("%s: %d %s", argv[0], result.status, result.errors);
    return result.output;
}

const char *
poppler_text(struct test *t, const struct buffer *pdf)
{
    return poppler_say(t, pdf, (const char *const[]){ "pdftotext", "-raw", "-", "-", NULL });
}

long
poppler_pages(struct test *t, const struct buffer *pdf)
{
    const char *said = poppler_say(t, pdf, (const char *const[]){ "pdfinfo", "-", NULL });
    const char *pages = strstr(said, "Pages:");

    assert_non_null(pages);
    return strtol(pages + 6, NULL, 10);
}
