#include "desk/mail_take.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "contract/consequence.h"
#include "desk/desk.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "desk/mail_answer.h"
#include "ledger/attachment.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "render/scratch.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"
#include "store/store.h"
#include "web/incoming.h"
#include "web/mail_text.h"

enum { RAW_MOST = 1024 * 1024, NUMBER_MOST = 40 };

struct taking {
    struct job *job;
    int64_t contract;
    const struct arriving *message;
    struct incoming in;
    const char *state;
    const char *reason; /* why it is put aside, or NULL */
    bool bare;          /* nothing of its words can be kept */
    int64_t id;
    bool known; /* it was there before */
    struct inquiry_mail *row;
};

/* --- what it is ------------------------------------------------------------------------- */

static bool
ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcasecmp(text + length - tail, end) == 0;
}

static bool
is_ours(struct act *a, const struct incoming *in)
{
    const char *here = store_installation(a->store);
    const struct desk_mailbox *box = desk_mailbox();

    return (box->address && strcasecmp(in->from, box->address) == 0) ||
           (in->origin && strcasecmp(in->origin, here) == 0) ||
           ends_with(in->identifier, arena_print(a->arena, "@%s", here));
}

/* Sets state and reason of what makes no inquiry. */
static bool
judge(struct act *a, struct taking *t)
{
    const struct desk_mailbox *box = desk_mailbox();
    int64_t count = 0;

    if (t->state)
        return true;
    if (is_ours(a, &t->in)) {
        t->state = "stopped";
        t->reason = "Tasuki が送ったメールが戻ってきました。";
    } else if (t->in.automatic) {
        t->state = "automatic";
        t->reason = t->in.automatic;
    } else if (!mail_count(a, t->contract, t->in.from, false,
                           instant_add(a->now, (struct minutes){ -60 }), &count)) {
        return false;
    } else if (count >= box->hourly) {
        t->state = "stopped";
        t->reason = arena_print(a->arena, "同じ差出人から1時間に%lld通を超えて届きました。",
                                (long long)box->hourly);
    }
    return true;
}

/* --- where it belongs ------------------------------------------------------------------- */

static const struct query number_query = {
    .name = "mail_take.number",
    .sql = "SELECT id FROM inquiry WHERE contract = :contract AND number = :number"
           " AND removed_at IS NULL",
    FOUND_IDS,
};

static const struct query alive_query = {
    .name = "mail_take.alive",
    .sql = "SELECT id FROM inquiry WHERE id = :id AND contract = :contract AND removed_at IS NULL",
    FOUND_IDS,
};

static const struct query took_part_query = {
    .name = "mail_take.took_part",
    .sql = "SELECT id FROM inquiry_mail WHERE contract = :contract AND inquiry = :inquiry"
           " AND address_key = :key AND removed_at IS NULL ORDER BY id LIMIT 1",
    FOUND_IDS,
};

static bool
find_one(struct act *a, const struct query *q, const struct bound *bounds, int64_t *id)
{
    struct found_id found = { 0 };
    bool any;

    *id = 0;
    if (!query_first(a, q, &found, &any, bounds))
        return false;
    *id = any ? found.id : 0;
    return true;
}

/* R8-000401 of 「Re: 印刷できない [#R8-000401]」; NULL when there is none. */
static const char *
number_in(struct act *a, const char *subject)
{
    const char *open = strstr(subject, "[#");
    size_t length = open ? strcspn(open + 2, "]") : 0;

    return open && open[2 + length] == ']' && length && length <= NUMBER_MOST
               ? arena_slice(a->arena, open + 2, length)
               : NULL;
}

/* Who wrote in it before, who asked, or his section. */
static bool
takes_part(struct act *a, const struct taking *t, int64_t inquiry, int64_t person, bool *part)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    struct person *who = ledger_new(a, &person_ledger);
    struct bytes key;
    int64_t wrote;

    if (!shape_key(a, shape_of(&inquiry_mail_ledger),
                   shape_field(shape_of(&inquiry_mail_ledger), "address"), t->in.from, t->contract,
                   &key) ||
        !find_one(a, &took_part_query,
                  BOUND(BIND(contract, t->contract), BIND(inquiry, inquiry), BIND(key, key)),
                  &wrote) ||
        !consequence_read(a, &inquiry_ledger, inquiry, it) ||
        (person && !consequence_read(a, &person_ledger, person, who)))
        return false;
    *part = wrote || (person && (it->requester.id == person ||
                                 (who->section.id && it->section.id == who->section.id)));
    return true;
}

/* `*stranger` is the inquiry whose number somebody wrote who has nothing to do with it. */
static bool
find_thread(struct act *a, const struct taking *t, int64_t person, int64_t *inquiry,
            int64_t *stranger)
{
    const char *number = number_in(a, t->in.subject);
    bool part = false;
    int64_t id = 0;

    *inquiry = *stranger = 0;
    for (size_t i = 0; i < t->in.references.count && !*inquiry; i++) {
        if (!mail_inquiry_of(a, t->contract, t->in.references.rows[i], &id))
            return false;
        if (id &&
            !find_one(a, &alive_query, BOUND(BIND(id, id), BIND(contract, t->contract)), inquiry))
            return false;
    }
    if (*inquiry || !number)
        return true;
    if (!find_one(a, &number_query, BOUND(BIND(contract, t->contract), BIND(number, number)),
                  &id) ||
        (id && !takes_part(a, t, id, person, &part)))
        return false;
    *(part ? inquiry : stranger) = id;
    return true;
}

/* --- where its answer goes ------------------------------------------------------------- */

static bool
same_domain(const char *left, const char *right)
{
    const char *l = strrchr(left, '@'), *r = strrchr(right, '@');

    return l && r && strcasecmp(l, r) == 0;
}

/* Into the row: the address, or why it is not followed. */
static void
choose_reply(struct act *a, const struct taking *t, struct inquiry_mail *row, int64_t person)
{
    const struct desk_mailbox *box = desk_mailbox();
    const char *to = t->in.reply_to;

    if (!*to || (box->address && strcasecmp(to, box->address) == 0))
        return;
    if (!person || same_domain(to, t->in.from))
        row->reply_to = to;
    else
        row->reason = arena_print(a->arena,
                                  "返信先が差出人と違うドメイン（%s）です。登録のある方からのため、"
                                  "回答は差出人のアドレスに送ります。",
                                  strrchr(to, '@'));
}

/* --- writing ---------------------------------------------------------------------------- */

static struct inquiry_mail *
new_row(struct act *a, const struct taking *t)
{
    struct inquiry_mail *row = ledger_new(a, &inquiry_mail_ledger);

    row->base.contract = t->contract;
    row->base.state = t->state;
    row->subject = t->bare          ? "（件名は保存できません）"
                   : *t->in.subject ? t->in.subject
                                    : "（件名なし）";
    row->way.code = "in";
    row->address = t->in.from;
    row->address_name = t->bare ? "" : t->in.from_name;
    row->at = t->message->at.us ? t->message->at : a->now;
    row->identifier = t->in.identifier;
    row->reason = t->reason;
    row->size = t->message->size;
    return row;
}

/* What waits for the requester, or was answered, goes on. */
static bool
wake(struct act *a, int64_t id)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    const char *action;

    if (!consequence_read(a, &inquiry_ledger, id, it))
        return false;
    action = state_is(&it->base, "held")                                           ? "start"
             : state_is(&it->base, "answered") || state_is(&it->base, "completed") ? "reopen"
                                                                                   : NULL;
    return !action || ledger_move(a, &inquiry_ledger, action, it);
}

static const char *
text_of(struct act *a, const struct taking *t)
{
    const char *text = *t->in.text ? t->in.text : "（本文なし）";

    return t->in.cut ? arena_print(a->arena, "%s\n\n（長いため、ここまでを取り込みました。）", text)
                     : text;
}

/* The name at work of who is known; a stranger's name is personal and stays in the row. */
static bool
author_of(struct act *a, int64_t person, const char **author)
{
    *author = "メールの差出人";
    return !person || ref_title(a, &person_ledger, (struct ref){ .id = person }, author);
}

static bool
add_to(struct act *a, struct taking *t, struct inquiry_mail *row, int64_t inquiry, int64_t person)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    const char *author;

    row->base.state = t->state = "added";
    row->inquiry.id = inquiry;
    return author_of(a, person, &author) && consequence_read(a, &inquiry_ledger, inquiry, it) &&
           entry_add(a, &inquiry_ledger, &it->base, ENTRY_MESSAGE, text_of(a, t), row->at, author,
                     NULL) &&
           wake(a, inquiry) && ledger_keep(a, &inquiry_mail_ledger, NULL, row);
}

static bool
open_new(struct act *a, struct taking *t, struct inquiry_mail *row, int64_t person,
         int64_t stranger)
{
    row->base.state = t->state = "taken";
    if (stranger)
        row->reason = arena_print(a->arena,
                                  "件名に番号がありましたが、その問合せの相手ではない方からのため、"
                                  "新しい問合せにしました。%s",
                                  row->reason ? row->reason : "");
    return mail_open_inquiry(a, row, text_of(a, t), person, &row->inquiry.id) &&
           (!stranger || link_add(a, (struct link_end){ &inquiry_ledger, row->inquiry.id },
                                  (struct link_end){ &inquiry_ledger, stranger },
                                  link_kind_find("related"), NULL)) &&
           ledger_keep(a, &inquiry_mail_ledger, NULL, row) && mail_acknowledge(a, row);
}

/* A notice that a letter did not arrive is shown with the inquiry that the letter was of. */
static bool
put_aside(struct act *a, const struct taking *t, struct inquiry_mail *row)
{
    row->text.text = t->bare ? "" : text_of(a, t);
    for (size_t i = 0; i < t->in.references.count && !row->inquiry.id; i++)
        if (!mail_inquiry_of(a, t->contract, t->in.references.rows[i], &row->inquiry.id))
            return false;
    return ledger_keep(a, &inquiry_mail_ledger, NULL, row);
}

static const struct query known_query = {
    .name = "mail_take.known",
    .sql = "SELECT id FROM inquiry_mail WHERE contract = :contract AND identifier = :identifier"
           " ORDER BY id LIMIT 1",
    FOUND_IDS,
};

static bool
take_work(struct act *a, void *with)
{
    struct taking again = *(const struct taking *)with, *t = with;
    int64_t person = 0, inquiry = 0, stranger = 0;
    struct inquiry_mail *row;
    bool good;

    if (!find_one(a, &known_query,
                  BOUND(BIND(contract, t->contract), BIND(identifier, t->in.identifier)), &t->id))
        return false;
    t->known = t->id != 0;
    if (t->known)
        return true;
    if (!judge(a, &again))
        return false;
    row = new_row(a, &again);
    row->complete = again.bare || (!again.in.file_count && !again.in.files_cut);
    if (again.state) {
        row->complete = again.bare || (row->complete && strcmp(again.state, "unreadable") != 0);
        good = put_aside(a, &again, row);
    } else {
        if (!mail_person(a, again.in.from, &person))
            return false;
        choose_reply(a, &again, row, person);
        good = find_thread(a, &again, person, &inquiry, &stranger) &&
               (inquiry ? add_to(a, &again, row, inquiry, person)
                        : open_new(a, &again, row, person, stranger));
    }
    t->id = row->base.id;
    return good;
}

/* --- files ------------------------------------------------------------------------------ */

struct completing {
    const struct taking *taking;
    struct inquiry_mail *row;
    const char *left_out; /* "" for none */
};

static bool
complete_work(struct act *a, void *with)
{
    const struct completing *c = with;
    struct inquiry_mail row = *c->row;
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    row.complete = true;
    if (*c->left_out) {
        const char *before = row.reason ? row.reason : "";

        row.reason = arena_print(a->arena, "%s%s%s", before, *before ? " " : "", c->left_out);
        if (row.inquiry.id && (!consequence_read(a, &inquiry_ledger, row.inquiry.id, it) ||
                               !entry_add(a, &inquiry_ledger, &it->base, ENTRY_NOTE, c->left_out,
                                          (struct instant){ 0 }, NULL, NULL)))
            return false;
    }
    return ledger_keep(a, &inquiry_mail_ledger, NULL, &row);
}

static bool
write_job(struct act *a, const struct taking *t, bool (*work)(struct act *, void *), void *with)
{
    return t->job ? job_write(a, t->job, work, with) : act_write(a, work, with);
}

/* How many of this name and size the record got since the row was written: those of a try
   that was cut off need no second one. */
static bool
count_added(struct act *a, const struct ledger *l, const struct record *record,
            const struct incoming_file *file, struct instant since, size_t *count)
{
    const char *name = attachment_name(a->arena, file->name);
    struct attachment_list list;

    *count = 0;
    if (!attachments_list(a, l, record, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        *count += list.rows[i].created_at.us >= since.us &&
                  list.rows[i].size == (int64_t)file->size && strcmp(list.rows[i].name, name) == 0;
    return true;
}

static bool
may_be_refused(const struct act *a)
{
    enum fault_kind kind = act_fault_kind(a);

    return kind == FAULT_INVALID || kind == FAULT_LARGE || kind == FAULT_MEDIA;
}

/* A file that is refused is told; false only when the whole has to be tried again. */
static bool
add_file(struct act *a, const struct ledger *l, const struct record *record,
         const struct incoming_file *file, const char **refused)
{
    struct scratch scratch;
    size_t faults = a->fault_count;
    const char *why;

    *refused = NULL;
    if (!scratch_open(a->arena, &scratch, &why) ||
        !file_write_all(scratch.fd, file->bytes, file->size, &why))
        return fail(a, FAULT_BROKEN, NULL, "添付ファイルを一時的に置けません。%s", why);
    if (attachments_add(a, l, record,
                        &(struct attachment_file){
                            .name = file->name, .path = scratch.path, .size = (int64_t)file->size },
                        1, NULL))
        return true;
    if (!may_be_refused(a))
        return false;
    *refused = arena_copy(a->arena, a->last_fault->message);
    act_forgive(a, faults);
    return true;
}

static bool
same_file(struct act *a, const struct incoming_file *left, const struct incoming_file *right)
{
    return left->size == right->size && strcmp(attachment_name(a->arena, left->name),
                                               attachment_name(a->arena, right->name)) == 0;
}

static bool
add_files(struct act *a, const struct taking *t, const struct ledger *l,
          const struct record *record, struct instant since, struct buffer *left_out)
{
    for (size_t i = 0; i < t->in.file_count; i++) {
        const struct incoming_file *file = &t->in.files[i];
        size_t before = 0, added;
        const char *refused = NULL;

        for (size_t j = 0; j < i; j++)
            before += same_file(a, file, &t->in.files[j]);
        if (!count_added(a, l, record, file, since, &added) ||
            (added <= before && !add_file(a, l, record, file, &refused)))
            return false;
        if (refused && left_out->length < 500)
            buffer_print(left_out, "%s取り込めなかった添付：%s", left_out->length ? " " : "",
                         refused);
    }
    if (t->in.files_cut)
        buffer_text(left_out, " 添付が多すぎるため、一部を取り込んでいません。");
    return true;
}

/* What could not be read is attached as text, so that somebody can look at it. */
static void
add_transcript(struct act *a, struct taking *t)
{
    size_t length = t->message->length < RAW_MOST ? t->message->length : RAW_MOST;
    const char *text = mail_decode(a->arena, NULL, t->message->bytes, length);

    t->in.files = NEW(a->arena, struct incoming_file);
    t->in.files[0] = (struct incoming_file){ "受信したメール.txt", text, strlen(text) };
    t->in.file_count = *text ? 1 : 0;
}

static bool
complete(struct act *a, struct taking *t)
{
    struct inquiry_mail *row = ledger_new(a, &inquiry_mail_ledger);
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    struct buffer left_out = { .arena = a->arena };
    struct completing c = { t, row, "" };
    bool is_in, found;

    if (!shape_read(a, shape_of(&inquiry_mail_ledger), t->id, true, row, &found))
        return false;
    if (!found || row->complete || row->base.removed_at.us)
        return true;
    is_in = row->inquiry.id && (state_is(&row->base, "taken") || state_is(&row->base, "added"));
    if (state_is(&row->base, "unreadable"))
        add_transcript(a, t);
    if (is_in && !shape_read(a, shape_of(&inquiry_ledger), row->inquiry.id, false, inquiry, &found))
        return false;
    is_in = is_in && found && !inquiry->base.removed_at.us;
    if (!add_files(a, t, is_in ? &inquiry_ledger : &inquiry_mail_ledger,
                   is_in ? &inquiry->base : &row->base, row->base.created_at, &left_out))
        return false;
    act_end(a);
    c.left_out = buffer_string(&left_out);
    return write_job(a, t, complete_work, &c);
}

/* --- the whole -------------------------------------------------------------------------- */

/* A message with what may not be kept is noted without its words. */
static bool
note_refused(struct act *a, struct taking *t, size_t faults)
{
    if (!may_be_refused(a))
        return false;
    t->reason =
        arena_print(a->arena, "保存できない内容です。%s（メールはメールボックスにあります。）",
                    a->last_fault->message);
    t->state = "unreadable";
    t->bare = true;
    t->in.file_count = 0;
    act_forgive(a, faults);
    return write_job(a, t, take_work, t);
}

bool
mail_take(struct act *a, struct job *job, int64_t contract, const struct arriving *message,
          int64_t *id)
{
    struct taking t = { .job = job, .contract = contract, .message = message };
    enum origin origin = a->origin;
    size_t faults = a->fault_count;
    const char *why;
    bool good;

    if (!incoming_read(a->arena, message->bytes, message->length, &t.in, &why)) {
        t.state = "unreadable";
        t.reason = why;
    }
    if ((int64_t)message->length < message->size) {
        t.state = "unreadable";
        t.reason = "大きすぎるため、見出しだけを取り込みました。";
    }
    if (!t.in.identifier)
        return fail(a, FAULT_BROKEN, NULL, "メールを読めません。");
    a->origin = ORIGIN_MAIL;
    good = personal_ensure(a, contract);
    act_end(a);
    good = good && (write_job(a, &t, take_work, &t) || note_refused(a, &t, faults));
    act_end(a);
    good = good && (t.bare || complete(a, &t));
    a->origin = origin;
    if (id)
        *id = t.id;
    return good;
}
