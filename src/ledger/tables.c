#include "ledger/tables.h"

#include <stddef.h>

#include "ledger/attachment.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "ledger/head_mail.h"
#include "ledger/import_kept.h"
#include "ledger/link.h"
#include "ledger/mapping.h"
#include "ledger/timeline.h"

const struct ledger *const engine_ledgers[] = { &custom_ledger, &directory_group_ledger, NULL };

const struct table *const ledger_tables[] = {
    &entry_table,       &clock_table,      &mapping_table, &import_table,
    &import_part_table, &attachment_table, &link_table,    NULL,
};

const struct job_kind *const ledger_jobs[] = {
    &clock_breach_job,     &clock_recount_job, &import_job, &attachment_check_job,
    &attachment_sweep_job, &head_mail_job,     NULL
};
