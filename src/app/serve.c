#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/confine.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/jobs.h"
#include "app/line.h"
#include "app/settings.h"
#include "base/log.h"
#include "desk/desk.h"
#include "ledger/block.h"
#include "ledger/core/who.h"
#include "ledger/custom.h"
#include "store/act.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/store.h"
#include "web/directory.h"
#include "web/letter_send.h"
#include "web/oidc.h"
#include "web/server.h"
#include "web/smtp.h"

enum { TEND_SECONDS = 1 };

/* Once a second until a signal asks the program to end: seals, and takes over what other
   processes changed in keys and custom fields. */
static void
tend_until_signal(struct store *store, struct server *server, const sigset_t *signals)
{
    struct timespec wait = { .tv_sec = TEND_SECONDS };
    int got;

    for (;;) {
        struct arena arena = { 0 };
        const char *why;
        struct act a;

        got = sigtimedwait(signals, NULL, &wait);
        if (got == SIGTERM || got == SIGINT)
            return;
        act_begin(&a, store, &arena, who_console(), ORIGIN_JOB);
        if (!keyring_refresh(store_keyring(store), &why))
            log_line(LOG_WARN, "keyring", "error", why, (char *)NULL);
        if (!history_seal(&a, NULL) || !custom_refresh(&a))
            log_line(LOG_WARN, "seal", "error", a.faults ? a.faults->message : "", (char *)NULL);
        act_end(&a);
        arena_release(&arena);
        server_tend(server);
    }
}

/* With the port that was found when 0 was asked for. */
static void
say_address(const char *listen, int port, bool secure, const struct arguments *arguments)
{
    const char *colon = strrchr(listen, ':');
    int length = colon ? (int)(colon - listen) : (int)strlen(listen);

    buffer_print(arguments->out, "%s://%.*s:%d で待っています。\n", secure ? "https" : "http",
                 length, listen, port);
    command_flush(arguments);
}

static bool
serve(struct house *house, struct server_options *options, const sigset_t *signals,
      const struct arguments *arguments, const char **why)
{
    struct job_options jobs = { .kinds = jobs_all(), .who = who_console() };
    struct server *server = server_start(house->store, modules, options, why);
    struct job_runner *runner = NULL;

    if (!server)
        return false;
    runner = job_runner_start(house->store, &jobs, why);
    if (!runner) {
        server_stop(server);
        return false;
    }
    server_ready(server, true);
    say_address(options->listen, server_port(server), options->certificate != NULL, arguments);
    tend_until_signal(house->store, server, signals);
    server_ready(server, false);
    server_stop(server);
    job_runner_stop(runner);
    return true;
}

static bool
seal_first(struct house *house, const char **why)
{
    struct act a;
    bool sealed;

    house_act(house, &a);
    sealed = history_seal(&a, NULL);
    if (!sealed)
        *why = "前に書いた履歴を封印できませんでした。空き容量と書込みの権限を確かめてください。";
    act_end(&a);
    return sealed;
}

static int
run(struct act *outer, const struct arguments *arguments)
{
    struct house house = { .arena = outer->arena };
    struct server_options options = { 0 };
    struct directory_options directory = { 0 };
    struct oidc_options oidc = { 0 };
    struct smtp_options mail = { 0 };
    struct desk_writer writer = { 0 };
    struct desk_mailbox mailbox = { 0 };
    struct desk_directory directories[DESK_DIRECTORIES] = { 0 };
    const char *why = NULL;
    sigset_t signals;
    int status = 0;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    if (!settings_read(outer->arena, house_line()->data, arguments, &options, &why) ||
        !settings_attachments(outer->arena, house_line()->data, &why) ||
        !settings_directory(outer->arena, house_line()->data, &directory, &why) ||
        !settings_directories(outer->arena, house_line()->data, directories, &why) ||
        !settings_oidc(outer->arena, house_line()->data, &oidc, &why) ||
        !settings_mail(outer->arena, house_line()->data, &mail, &why) ||
        !settings_mailbox(outer->arena, house_line()->data, &mailbox, &why) ||
        !settings_writer(outer->arena, house_line()->data, &writer, &why))
        return fault_print(why, arguments->json, 2);
    directory_set(&directory);
    oidc_set(&oidc);
    letter_begin(&mail);
    desk_writer_set(&writer);
    desk_mailbox_set(&mailbox);
    desk_directories_set(directories, DESK_DIRECTORIES);
    options.jobs = jobs_all();
    if (!confine(outer->arena, house_line()->data, &options.held, &why))
        return fault_print(why, arguments->json, 3);
    if (!house_open(&house, house_line(), HOUSE_WRITING, &why))
        return fault_print(why, arguments->json, 3);
    if (!store_serve(house.store, &why) || !seal_first(&house, &why) ||
        !serve(&house, &options, &signals, arguments, &why))
        status = fault_print(why, arguments->json, 3);
    if (!house_close(&house) && !status)
        status = fault_print("終わるときに履歴を封印できませんでした。", arguments->json, 3);
    return status;
}

static const struct command_option options[] = {
    { "listen", "ADDRESS:PORT", "待つ場所（省略すると設定、なければ 127.0.0.1:8080）" },
    { "host", "NAME", "ほかに受け付けるホスト名" },
    { 0 },
};

const struct command serve_command = {
    .name = "serve",
    .usage = "--data DIR [--listen ADDRESS:PORT]",
    .title = "画面とAPIを提供する",
    .help = "ブラウザとAPIからの求めに応えます。SQLiteではジョブもここで行います。\n"
            "終わらせるには SIGTERM か Ctrl+C を送ります。受けた仕事を終えてから止まります。\n\n"
            "例: tasuki serve --data /srv/tasuki --listen 127.0.0.1:8080",
    .options = options,
    .need = NEED_FOLDER,
    .run = run,
};
