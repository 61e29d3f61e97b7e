#include "app/jobs.h"

#include <stddef.h>

#include "app/backup.h"
#include "app/commands.h"
#include "app/keys_job.h"
#include "base/must.h"
#include "ledger/tables.h"
#include "store/job.h"
#include "web/letter_send.h"
#include "web/module.h"
#include "web/tables.h"

enum { MOST_KINDS = 64 };

const struct job_kind *const *
jobs_all(void)
{
    static const struct job_kind *kinds[MOST_KINDS + 1];
    size_t count = 0;

    kinds[count++] = &backup_job;
    kinds[count++] = &keys_job;
    kinds[count++] = &renewal_job;
    for (const struct job_kind *const *kind = ledger_jobs; *kind; kind++)
        kinds[count++] = *kind;
    kinds[count++] = &letter_job;
    for (const struct job_kind *kind = web_jobs; kind->name; kind++)
        kinds[count++] = kind;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct job_kind *const *kind = (*module)->jobs; kind && *kind; kind++) {
            must(count < MOST_KINDS);
            kinds[count++] = *kind;
        }
    kinds[count] = NULL;
    return kinds;
}
