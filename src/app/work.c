#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "app/commands.h"
#include "app/confine.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/jobs.h"
#include "app/line.h"
#include "app/settings.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "desk/desk.h"
#include "ledger/core/who.h"
#include "store/act.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/store.h"
#include "web/letter_send.h"
#include "web/smtp.h"

static int
work(struct house *house, const struct arguments *arguments, const sigset_t *signals)
{
    struct job_options options = { .kinds = jobs_all(), .who = who_console() };
    struct timespec second = { .tv_sec = 1 };
    struct keyring *ring = store_keyring(house->store);
    struct job_runner *runner;
    const char *why;

    runner = job_runner_start(house->store, &options, &why);
    if (!runner)
        return fault_print(why, arguments->json, 3);
    buffer_text(arguments->out, "ジョブを待っています。\n");
    command_flush(arguments);
    while (sigtimedwait(signals, NULL, &second) < 0)
        if (!keyring_refresh(ring, &why))
            log_line(LOG_WARN, "keyring", "error", why, (char *)NULL);
    job_runner_stop(runner);
    return 0;
}

static int
run(struct act *outer, const struct arguments *arguments)
{
    struct house house = { .arena = outer->arena };
    struct sandbox_held held;
    struct smtp_options mail;
    struct desk_mailbox mailbox;
    struct desk_directory directories[DESK_DIRECTORIES];
    const char *why;
    sigset_t signals;
    int status;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    if (!settings_attachments(outer->arena, house_line()->data, &why) ||
        !settings_mail(outer->arena, house_line()->data, &mail, &why) ||
        !settings_directories(outer->arena, house_line()->data, directories, &why) ||
        !settings_mailbox(outer->arena, house_line()->data, &mailbox, &why))
        return fault_print(why, arguments->json, 2);
    letter_begin(&mail);
    desk_mailbox_set(&mailbox);
    desk_directories_set(directories, DESK_DIRECTORIES);
    if (!confine(outer->arena, house_line()->data, &held, &why))
        return fault_print(why, arguments->json, 3);
    if (!house_open(&house, house_line(), HOUSE_WRITING, &why))
        return fault_print(why, arguments->json, 3);
    if (store_kind(house.store) == STORE_SQLITE)
        status = fault_print("SQLiteでは tasuki serve がジョブも行います。work は PostgreSQL の"
                             "ときに使います。",
                             arguments->json, 3);
    else
        status = work(&house, arguments, &signals);
    if (!house_close(&house) && !status)
        status = fault_print("履歴を封印できませんでした。", arguments->json, 3);
    return status;
}

const struct command work_command = {
    .name = "work",
    .usage = "--database URL --data DIR",
    .title = "ジョブだけを行う（PostgreSQL）",
    .help = "画面を出さずにジョブだけを行います。同じ PostgreSQL に何台でもつなげます。\n"
            "SQLiteでは tasuki serve がジョブも行うので、要りません。\n\n"
            "例: tasuki work --database postgresql:///tasuki --data /srv/tasuki",
    .need = NEED_FOLDER,
    .run = run,
};
