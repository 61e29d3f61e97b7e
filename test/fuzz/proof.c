/* Proofs come from outside: any text is refused, or checked against what it says itself. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/core/who.h"
#include "ledger/proof.h"
#include "ledger/verify.h"
#include "store/act.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)bytes, length);
    struct proof_report report;
    struct head head, again;
    struct act a;

    act_begin(&a, NULL, &arena, who_console(), ORIGIN_COMMAND);
    if (head_parse(text, &head))
        if (!head_parse(head_print(&a, &head), &again) || again.number != head.number ||
            memcmp(again.hash, head.hash, sizeof(head.hash)) != 0)
            abort();
    /* A head that nobody can have is never confirmed by what was made up. */
    head = (struct head){ .number = INT64_MAX };
    if (proof_check(&a, text, length, &head, &report) && !report.wrong && report.confirmed)
        abort();
    act_end(&a);
    arena_release(&arena);
    return 0;
}
