#include "app/confine.h"

#include <stddef.h>

#include "app/settings.h"
#include "base/file.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "render/scratch.h"

/* Ourselves, to confine a tool before it starts, and the tools. */
static const char *const programs[] = { "/proc/self/exe", "/usr/bin/pdftotext", NULL };

bool
confine(struct arena *arena, const char *data, struct sandbox_held *held, const char **why)
{
    const char *const writable[] = { data, NULL };
    const struct sandbox_order order = { .writable = writable, .programs = programs };
    bool wanted;

    *held = (struct sandbox_held){ 0 };
    if (!settings_sandbox(arena, data, &wanted, why))
        return false;
    /* A folder that is not there is told by who opens it. */
    if (!wanted || !file_exists(data))
        return true;
    /* /tmp is closed from now on. */
    scratch_set(data);
    if (!sandbox_enter(&order, held, why))
        return false;
    if (!held->files || !held->calls)
        log_line(LOG_WARN, "sandbox", "files", held->files ? "held" : "not in this kernel", "calls",
                 held->calls ? "held" : "not in this kernel", NULL);
    return true;
}
