#include "desk/mail_answer.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "contract/consequence.h"
#include "desk/desk.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "desk/satisfaction.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/letter.h"

enum { RECEIPTS_HOURLY = 5, REFERENCES = 10, RANDOM_BYTES = 12 };

static struct desk_mailbox mailbox = { .hourly = 30 };

void
desk_mailbox_set(const struct desk_mailbox *it)
{
    mailbox = *it;
}

const struct desk_mailbox *
desk_mailbox(void)
{
    return &mailbox;
}

/* --- what was exchanged so far ---------------------------------------------------------- */

struct mailed {
    int64_t id;
    const char *way;
    const char *state;
    const char *identifier;
};
struct mailed_list {
    struct mailed *rows;
    size_t count;
};

static const struct query thread_query = {
    .name = "mail_answer.thread",
    .sql = "SELECT id, way, state, identifier FROM inquiry_mail WHERE contract = :contract"
           " AND inquiry = :inquiry AND removed_at IS NULL ORDER BY at, id LIMIT 1000",
    .row_size = sizeof(struct mailed),
    .columns = COLUMNS(COLUMN(struct mailed, id), COLUMN(struct mailed, way),
                       COLUMN(struct mailed, state), COLUMN(struct mailed, identifier)),
};

struct going {
    const struct inquiry *inquiry;
    const char *to;
    const char *name;
    const char *text;
    const char *state; /* answer, receipt, closing */
    struct letter_words references;
    const char *in_reply_to;
};

/* Identifiers that a header takes; servers write others, too. */
static bool
may_be_named(const char *identifier)
{
    const char *at = strchr(identifier, '@');

    for (const char *c = identifier; *c; c++)
        if (c != at && !((*c | 32) >= 'a' && (*c | 32) <= 'z') && !(*c >= '0' && *c <= '9') &&
            !strchr("!#$%&'*+-/=?^_`{|}~.", *c))
            return false;
    return at && at != identifier && at[1] && strlen(identifier) <= 200 &&
           strcmp(at, "@none.invalid") != 0;
}

/* The first that came names the address, the newest what is answered. */
static bool
read_thread(struct act *a, struct going *g, int64_t *first)
{
    const struct record *r = &g->inquiry->base;
    struct mailed_list list;

    *first = 0;
    g->references.rows = NEW_ARRAY(a->arena, REFERENCES, const char *);
    if (!QUERY(a, &thread_query, list, BIND(contract, r->contract), BIND(inquiry, r->id)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        const struct mailed *it = &list.rows[i];
        bool in = strcmp(it->state, "taken") == 0 || strcmp(it->state, "added") == 0;

        if (in && !*first)
            *first = it->id;
        if (!may_be_named(it->identifier) || (!in && strcmp(it->way, "out") != 0))
            continue;
        if (in)
            g->in_reply_to = it->identifier;
        if (g->references.count == REFERENCES)
            memmove(g->references.rows + 1, g->references.rows + 2,
                    (--g->references.count - 1) * sizeof *g->references.rows);
        g->references.rows[g->references.count++] = it->identifier;
    }
    return true;
}

/* --- sending ---------------------------------------------------------------------------- */

static const char *
subject_of(struct act *a, const struct inquiry *it)
{
    bool again = strncasecmp(it->title, "re:", 3) == 0;

    return arena_print(a->arena, "%s%s [#%s]", again ? "" : "Re: ", it->title, it->number);
}

/* Who wrote it: a person (NULL would be a program, unasked), or a program that replies. */
static const char *
submitted_as(const char *state)
{
    return strcmp(state, "receipt") == 0  ? "auto-replied"
           : strcmp(state, "answer") == 0 ? "no"
                                          : NULL;
}

static bool
send(struct act *a, const struct going *g)
{
    struct inquiry_mail *row = ledger_new(a, &inquiry_mail_ledger);
    const char *here = store_installation(a->store);
    uint8_t random[RANDOM_BYTES];
    struct letter letter = {
        .to = { (const char *[]){ g->to }, 1 },
        .subject = subject_of(a, g->inquiry),
        .text = g->text,
        .references = g->references,
        .in_reply_to = g->in_reply_to,
        .reply_to = mailbox.address,
        .submitted = submitted_as(g->state),
    };

    /* Who holds the identifier may write into the inquiry: nobody guesses it. */
    random_bytes(random, sizeof random);
    row->base.contract = g->inquiry->base.contract;
    row->base.organisation = g->inquiry->base.organisation;
    row->base.state = g->state;
    row->subject = letter.subject;
    row->way.code = "out";
    row->address = g->to;
    row->address_name = g->name;
    row->at = a->now;
    row->identifier = arena_print(a->arena, "inquiry-%lld-%s@%s", (long long)g->inquiry->base.id,
                                  hex_print(a->arena, random, sizeof random), here);
    row->inquiry.id = g->inquiry->base.id;
    row->size = (int64_t)strlen(g->text);
    row->complete = true;
    return letter_put(a, row->base.contract, row->identifier, &letter) &&
           ledger_keep(a, &inquiry_mail_ledger, NULL, row);
}

/* --- the answer ------------------------------------------------------------------------- */

static bool
address_of_mail(struct act *a, int64_t id, struct going *g)
{
    struct inquiry_mail *mail = ledger_new(a, &inquiry_mail_ledger);
    bool found;

    if (!shape_read(a, shape_of(&inquiry_mail_ledger), id, true, mail, &found))
        return false;
    if (found) {
        g->to = mail->reply_to && *mail->reply_to ? mail->reply_to : mail->address;
        g->name = mail->address_name;
    }
    return true;
}

static bool
serves(struct act *a, int64_t contract, bool *serves)
{
    struct contract *it = ledger_new(a, &contract_ledger);

    *serves = mailbox.address && !mailbox.contract;
    if (!mailbox.address || !mailbox.contract)
        return true;
    if (!consequence_read(a, &contract_ledger, contract, it))
        return false;
    *serves = it->number && strcmp(it->number, mailbox.contract) == 0;
    return true;
}

static bool
address_of_requester(struct act *a, struct going *g)
{
    struct person *person = ledger_new(a, &person_ledger);
    bool wanted, found;

    if (!g->inquiry->requester.id || !serves(a, g->inquiry->base.contract, &wanted))
        return !g->inquiry->requester.id;
    if (!wanted)
        return true;
    if (!shape_read(a, shape_of(&person_ledger), g->inquiry->requester.id, true, person, &found))
        return false;
    if (found && !person->base.removed_at.us)
        g->to = person->mail.text;
    return true;
}

static const char *
with_foot(struct act *a, const struct inquiry *it, const char *text)
{
    return arena_print(a->arena,
                       "%s\n\n-- \n問合せ番号　%s\n"
                       "このメールに返信すると、同じ問合せに続けて届きます。"
                       "件名の [#%s] は消さないでください。\n",
                       text, it->number, it->number);
}

/* The first who wrote, else the requester; `to` NULL where no mail can go. */
static bool
find_reader(struct act *a, struct going *g)
{
    int64_t first;

    if (!read_thread(a, g, &first) ||
        (first ? !address_of_mail(a, first, g) : !address_of_requester(a, g)))
        return false;
    if (g->to && !letter_address_good(g->to))
        g->to = NULL;
    return true;
}

struct answering {
    const struct record *record;
    const struct entry *entry;
};

static bool
answer_work(struct act *a, void *with)
{
    const struct answering *it = with;
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    struct going g = { .inquiry = inquiry, .state = "answer" };

    if (!consequence_read(a, &inquiry_ledger, it->record->id, inquiry) || !find_reader(a, &g))
        return false;
    if (!g.to)
        return true;
    g.text = with_foot(a, inquiry, it->entry->text);
    return send(a, &g);
}

bool
mail_answer(struct act *a, const struct record *record, const struct entry *entry)
{
    struct answering it = { record, entry };

    return entry->kind != ENTRY_ANSWER || consequence_run(a, answer_work, &it);
}

/* --- the closing letter ------------------------------------------------------------------ */

static bool
write_closing(struct act *a, struct going *g)
{
    const struct inquiry *it = g->inquiry;
    struct buffer text = { .arena = a->arena };
    const char *path = NULL;

    if (mailbox.site && !satisfaction_path(a, &it->base, &path))
        return false;
    buffer_print(&text, "お問合せの対応を完了しました。\n");
    if (it->response.text && *it->response.text)
        buffer_print(&text, "\n対応の内容\n%s\n", it->response.text);
    buffer_text(&text, "\n解決していないときは、このメールに返信してください。対応を続けます。\n");
    if (path)
        buffer_print(&text,
                     "\n対応はいかがでしたか。次のページで、満足・ふつう・不満からお選びください。"
                     "サインインは要りません。\n%s%s\n",
                     mailbox.site, path);
    g->text = with_foot(a, it, buffer_string(&text));
    return true;
}

static bool
close_work(struct act *a, void *with)
{
    const struct record *record = with;
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    struct going g = { .inquiry = inquiry, .state = "closing" };

    if (!consequence_read(a, &inquiry_ledger, record->id, inquiry) || !find_reader(a, &g))
        return false;
    return !g.to || (write_closing(a, &g) && send(a, &g));
}

bool
mail_close(struct act *a, const struct record *before, const struct record *record)
{
    struct record closed = *record;

    return !before || a->origin == ORIGIN_IMPORT || !state_reached(before, record, "completed") ||
           consequence_run(a, close_work, &closed);
}

/* --- the receipt ------------------------------------------------------------------------ */

static bool
takes_no_mail(const char *address)
{
    static const char *const names[] = { "no-reply",     "noreply",
                                         "no_reply",     "donotreply",
                                         "do-not-reply", "mailer-daemon",
                                         "postmaster",   NULL };

    for (const char *const *name = names; *name; name++)
        if (strncasecmp(address, *name, strlen(*name)) == 0)
            return true;
    return false;
}

bool
mail_acknowledge(struct act *a, const struct inquiry_mail *mail)
{
    struct inquiry *inquiry = ledger_new(a, &inquiry_ledger);
    struct going g = {
        .inquiry = inquiry, .state = "receipt", .to = mail->address, .name = mail->address_name
    };
    int64_t count, first;

    if (mail->reply_to && *mail->reply_to)
        g.to = mail->reply_to;
    if (!mailbox.acknowledge || !letter_address_good(g.to) || takes_no_mail(g.to))
        return true;
    if (!mail_count(a, mail->base.contract, g.to, true,
                    instant_add(a->now, (struct minutes){ -60 }), &count))
        return false;
    if (count >= RECEIPTS_HOURLY)
        return true;
    if (!consequence_read(a, &inquiry_ledger, mail->inquiry.id, inquiry) ||
        !read_thread(a, &g, &first))
        return false;
    g.text =
        with_foot(a, inquiry,
                  "お問合せを受け付けました。担当の者が確かめて、このアドレスにお答えします。\n"
                  "（このメールは自動でお送りしています。）");
    return send(a, &g);
}
