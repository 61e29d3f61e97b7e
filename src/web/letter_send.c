#include "web/letter_send.h"

#include <stdatomic.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/outbox.h"
#include "store/store.h"
#include "web/fetch.h"
#include "web/letter.h"
#include "web/letter_compose.h"
#include "web/smtp.h"

enum { STEP = 50, PAUSE_MOST = 240, TRIES_MOST = 37, KEEP_DAYS = 30 };

static struct {
    _Atomic int64_t sent;
    _Atomic int64_t refused;
    _Atomic int64_t later;
    _Atomic int64_t waiting;
    _Atomic int64_t given_up;
} numbers;

struct letter_numbers
letter_numbers(void)
{
    return (struct letter_numbers){ numbers.sent, numbers.refused, numbers.later, numbers.waiting,
                                    numbers.given_up };
}

struct minutes
letter_pause(int64_t tries)
{
    struct minutes pause = { 1 };

    if (tries >= TRIES_MOST)
        return (struct minutes){ 0 };
    while (tries-- > 1 && pause.minutes < PAUSE_MOST)
        pause.minutes *= 2;
    return pause.minutes < PAUSE_MOST ? pause : (struct minutes){ PAUSE_MOST };
}

void
letter_begin(const struct smtp_options *options)
{
    smtp_set(options);
    fetch_init();
    letter_compose_init();
}

/* --- one letter ------------------------------------------------------------------------ */

static bool
read_files(struct act *a, int64_t contract, const struct letter *letter, struct letter_bytes **out)
{
    int64_t room = LETTER_BYTES;

    *out = NEW_ARRAY(a->arena, letter->file_count, struct letter_bytes);
    for (size_t i = 0; i < letter->file_count; i++) {
        char *bytes;
        size_t size;

        if (!blob_get(a, contract, letter->files[i].blob, room, &bytes, &size))
            return false;
        (*out)[i] = (struct letter_bytes){ bytes, size };
        room -= (int64_t)size;
    }
    return true;
}

static void
add_recipients(struct smtp_recipient *to, size_t *count, const struct letter_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        to[(*count)++] = (struct smtp_recipient){ .address = words->rows[i] };
}

struct sending {
    struct smtp *smtp;
    struct job *job;
    const struct outbox_row *row;
    enum smtp_result result;
    const char *why;     /* of what was not sent */
    const char *content; /* what is left for some addresses, or NULL */
};

/* Some took it and some did not: from now on it goes to the others alone. */
static void
keep_left(struct act *a, struct sending *s, struct letter *letter, const struct smtp_recipient *to,
          size_t count)
{
    struct letter_words left = { NEW_ARRAY(a->arena, count, const char *), 0 };
    bool again = false;

    for (size_t i = 0; i < count; i++)
        if (to[i].code / 100 != 2) {
            left.rows[left.count++] = to[i].address;
            again = again || to[i].code / 100 != 5;
        }
    if (!left.count)
        return;
    letter->left = left;
    s->content = letter_write(a->arena, letter);
    s->result = again ? SMTP_LATER : SMTP_REFUSED;
}

/* A letter that cannot be made is refused here as a server would. */
static void
send_one(struct act *a, struct sending *s)
{
    const struct smtp_options *o = smtp_settings();
    struct letter_envelope e = { o->from, o->from_name, NULL, s->row->created_at };
    struct smtp_recipient to[LETTER_ADDRESSES];
    struct letter_bytes *files, bytes;
    struct letter letter;
    size_t count = 0;

    s->result = SMTP_REFUSED;
    e.identifier = letter_identifier(a->arena, s->row->identifier, store_installation(a->store));
    s->why = "メールの識別子の形が正しくありません。";
    if (!e.identifier || !letter_read(a->arena, s->row->content, &letter, &s->why))
        return;
    if (!read_files(a, s->row->contract, &letter, &files)) {
        s->why = a->last_fault ? a->last_fault->message : "添付ファイルを読めません。";
        return;
    }
    if (letter.left.count) {
        add_recipients(to, &count, &letter.left);
    } else {
        add_recipients(to, &count, &letter.to);
        add_recipients(to, &count, &letter.cc);
    }
    bytes = letter_compose(a->arena, &letter, &e, files);
    s->result = smtp_send(s->smtp, a->arena, bytes.bytes, bytes.length, to, count, &s->why);
    if (s->result == SMTP_TAKEN)
        keep_left(a, s, &letter, to, count);
}

/* --- the job --------------------------------------------------------------------------- */

static struct instant
next_try(const struct sending *s)
{
    struct minutes pause = letter_pause(s->row->tries + 1);

    if (s->result == SMTP_REFUSED || !pause.minutes)
        return (struct instant){ 0 };
    return instant_add(instant_now(), pause);
}

static bool
note_work(struct act *a, void *with)
{
    const struct sending *s = with;

    if (s->content && !outbox_keep(a, s->row, s->content))
        return false;
    if (s->result == SMTP_TAKEN)
        return outbox_done(a, s->row->id);
    return outbox_failed(a, s->row->id, s->why, next_try(s));
}

static bool
note(struct act *a, struct sending *s)
{
    if (s->result == SMTP_TAKEN)
        numbers.sent++;
    else if (s->result == SMTP_REFUSED)
        numbers.refused++;
    else
        numbers.later++;
    if (s->result != SMTP_TAKEN)
        log_line(LOG_WARN, "letter", "row", arena_print(a->arena, "%lld", (long long)s->row->id),
                 "result", s->result == SMTP_REFUSED ? "refused" : "later", "why", s->why, NULL);
    return job_write(a, s->job, note_work, s);
}

static bool
stopped(const void *with)
{
    return job_stopped(with);
}

/* False when the server cannot be used: the rest stays as it is. */
static bool
send_rows(struct act *a, struct job *job, struct smtp *smtp, const struct outbox_rows *rows,
          int64_t *done)
{
    for (size_t i = 0; i < rows->count && !job_stopped(job); i++) {
        struct arena_mark mark = arena_mark(a->arena);
        struct sending s = { .smtp = smtp, .job = job, .row = &rows->rows[i] };

        send_one(a, &s);
        act_end(a);
        if (job_stopped(job) && s.result == SMTP_AWAY)
            return true;
        if (!note(a, &s))
            return false;
        if (s.result == SMTP_AWAY)
            return fail(a, FAULT_BUSY, NULL, "%s", s.why);
        arena_reset(a->arena, mark);
        ++*done;
    }
    return true;
}

static bool
send_waiting(struct act *a, struct job *job, struct smtp *smtp)
{
    struct outbox_rows rows = { .count = STEP };
    int64_t done = 0;

    while (rows.count == STEP && job_progress(a, job, done, 0)) {
        struct arena_mark mark = arena_mark(a->arena);

        if (!outbox_take(a, "mail", instant_now(), STEP, &rows))
            return false;
        act_end(a);
        if (!send_rows(a, job, smtp, &rows, &done))
            return false;
        arena_reset(a->arena, mark);
    }
    return true;
}

static bool
forget_work(struct act *a, void *with)
{
    (void)with;
    return outbox_forget(
        a, instant_add(a->now, (struct minutes){ -(int64_t)KEEP_DAYS * DAY_MINUTES }));
}

static bool
count_rows(struct act *a)
{
    int64_t waiting, given_up;

    if (!outbox_counts(a, &waiting, &given_up))
        return false;
    numbers.waiting = waiting;
    numbers.given_up = given_up;
    return true;
}

static bool
run(struct act *a, struct job *job)
{
    const struct smtp_options *o = smtp_settings();
    bool good = true;
    struct smtp *smtp;

    if (o->server.name) {
        smtp = smtp_open(o, stopped, job);
        good = send_waiting(a, job, smtp);
        smtp_close(smtp);
        act_end(a);
    }
    /* The hour's first run also throws away what was sent long ago. */
    if (good && instant_minute(a->now) % 60 == 0 && !job_write(a, job, forget_work, NULL))
        return false;
    return count_rows(a) && good;
}

const struct job_kind letter_job = {
    .name = "mail.send",
    .title = "メールの送信",
    .run = run,
    .schedule = "every 30",
    .tries = 1, /* the next run comes within the minute */
    .alone = true,
};

/* --- trying the settings --------------------------------------------------------------- */

bool
letter_try(struct act *a, const char *address, const char **why)
{
    const struct smtp_options *o = smtp_settings();
    struct smtp_recipient to = { .address = address };
    struct letter letter = {
        .to = { &address, 1 },
        .subject = "Tasuki からの試しのメール",
        .text = "このメールが届けば、Tasuki の [mail] の設定は合っています。返信は要りません。\n",
    };
    uint8_t number[16];
    struct letter_envelope e = { o->from, o->from_name, NULL, a->now };
    struct letter_bytes bytes;
    enum smtp_result result;
    struct smtp *smtp;

    *why = "メールアドレスの形が正しくありません。";
    if (!letter_address_good(address))
        return false;
    random_bytes(number, sizeof number);
    e.identifier = letter_identifier(
        a->arena, arena_print(a->arena, "try-%s", hex_print(a->arena, number, sizeof number)),
        "tasuki");
    bytes = letter_compose(a->arena, &letter, &e, NULL);
    smtp = smtp_open(o, NULL, NULL);
    result = smtp_send(smtp, a->arena, bytes.bytes, bytes.length, &to, 1, why);
    smtp_close(smtp);
    return result == SMTP_TAKEN;
}
