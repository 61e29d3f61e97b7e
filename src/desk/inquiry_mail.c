#include "desk/inquiry_mail.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { NAME_MOST = 100 };

static const struct choice_item ways[] = {
    { "in", "受信", "受け取った|届いた" },
    { "out", "送信", "送った" },
    { 0 },
};

static const struct field mail_fields[] = {
    FIELD(struct inquiry_mail, subject, "件名", .fixed = true, .searched = true, .most = 200),
    FIELD(struct inquiry_mail, way, "向き", .choices = ways, .fixed = true),
    FIELD(struct inquiry_mail, address, "相手のアドレス", .personal = true, .fixed = true,
          .searched = true, .most = 254),
    FIELD(struct inquiry_mail, address_name, "相手の名前", .personal = true, .fixed = true,
          .searched = true, .most = 100),
    FIELD(struct inquiry_mail, reply_to, "返信先",
          .help = "差出人と違うアドレスへの返信を求めているときの、そのアドレスです。",
          .personal = true, .fixed = true, .most = 254),
    FIELD(struct inquiry_mail, at, "日時",
          .help = "メールボックスに届いた日時か、送ることにした日時です。", .fixed = true,
          .counted = true),
    FIELD(struct inquiry_mail, identifier, "メールの識別子",
          .help = "Message-ID です。ないメールには内容から作ります。", .fixed = true,
          .unique = true, .most = 250),
    FIELD(struct inquiry_mail, inquiry, "問合せ", .to = &inquiry_ledger, .fixed = true),
    FIELD(struct inquiry_mail, reason, "理由", .fixed = true, .most = 1000),
    FIELD(struct inquiry_mail, text, "本文", .help = "問合せにしなかったメールの本文です。",
          .fixed = true, .most = 20000),
    FIELD(struct inquiry_mail, note, "確認のメモ", .help = "確かめた人が、次の人のために残します。",
          .searched = true, .most = 1000),
    FIELD(struct inquiry_mail, size, "大きさ（バイト）", .fixed = true),
    FIELD(struct inquiry_mail, complete, "添付まで取り込み済み", .fixed = true),
    { 0 },
};

static const struct state mail_state_rows[] = {
    { "taken", "取込み済", NULL, MARK_DONE, .ended = true },
    { "added", "返信", NULL, MARK_DONE, .ended = true },
    { "automatic", "自動応答", NULL, MARK_WAIT },
    { "stopped", "停止", NULL, MARK_WAIT },
    { "unreadable", "読めない", NULL, MARK_LATE },
    { "dropped", "対象外", NULL, MARK_DONE, .ended = true },
    { "answer", "回答", NULL, MARK_SOLVED, .ended = true },
    { "receipt", "受付通知", NULL, MARK_SOLVED, .ended = true },
    { "closing", "完了通知", NULL, MARK_SOLVED, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR | 1 << ROLE_OFFICER };

static const struct transition mail_transitions[] = {
    { "open", "問合せにする", "automatic stopped unreadable dropped", "taken", NULL, DESK },
    { "drop", "問合せにしない", "automatic stopped unreadable", "dropped", NULL, DESK },
    { 0 },
};

static const struct states mail_states = { mail_state_rows, mail_transitions };

enum { LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY };

static const struct access mail_access[] = {
    { ROLE_LEAD, LOOK | DEED_CHANGE | DEED_PERSONAL | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK | DEED_CHANGE | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_CHANGE | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view mail_views[] = {
    { "aside", "確認が必要なもの",
      "問合せにしなかったメールのうち、まだ誰も確かめていないものです。",
      "state.in=automatic,stopped,unreadable", "-at" },
    { "in", "受信", "届いたメールを新しい順に並べます。", "way=in", "-at" },
    { "out", "送信", "送ったメールを新しい順に並べます。", "way=out", "-at" },
    { "all", "すべて", "すべてのメールを新しい順に並べます。", "", "-id" },
    { 0 },
};

/* --- looking things up ------------------------------------------------------------------ */

struct counted {
    int64_t count;
};

static const struct query inquiry_query = {
    .name = "inquiry_mail.inquiry",
    .sql = "SELECT COALESCE(inquiry, 0) AS id FROM inquiry_mail WHERE contract = :contract"
           " AND identifier = :identifier AND removed_at IS NULL",
    FOUND_IDS,
};

bool
mail_inquiry_of(struct act *a, int64_t contract, const char *identifier, int64_t *inquiry)
{
    struct found_id found = { 0 };
    bool any;

    *inquiry = 0;
    if (!query_first(a, &inquiry_query, &found, &any,
                     BOUND(BIND(contract, contract), BIND(identifier, identifier))))
        return false;
    *inquiry = any ? found.id : 0;
    return true;
}

static const struct query count_query = {
    .name = "inquiry_mail.count",
    .sql = "SELECT COUNT(*) AS count FROM inquiry_mail WHERE contract = :contract AND at > :since"
           " AND address_key = :key AND removed_at IS NULL"
           " AND ((way = 'in' AND :receipts = 0) OR (state = 'receipt' AND :receipts = 1))",
    .row_size = sizeof(struct counted),
    .columns = COLUMNS(COLUMN(struct counted, count)),
};

static const struct field *
field_of(const struct ledger *l, const char *name)
{
    return shape_field(shape_of(l), name);
}

bool
mail_count(struct act *a, int64_t contract, const char *address, bool receipts,
           struct instant since, int64_t *count)
{
    struct counted counted = { 0 };
    struct bytes key;
    bool any;

    if (!shape_key(a, shape_of(&inquiry_mail_ledger), field_of(&inquiry_mail_ledger, "address"),
                   address, contract, &key) ||
        !query_first(a, &count_query, &counted, &any,
                     BOUND(BIND(contract, contract), BIND(since, since), BIND(key, key),
                           bind_int("receipts", receipts))))
        return false;
    *count = counted.count;
    return true;
}

static const struct query person_query = {
    .name = "inquiry_mail.person",
    .sql = "SELECT id FROM person WHERE mail_key = :key AND removed_at IS NULL"
           " AND (until IS NULL OR until >= :today) ORDER BY id LIMIT 2",
    FOUND_IDS,
};

/* An address that two persons have is nobody's. */
bool
mail_person(struct act *a, const char *address, int64_t *person)
{
    struct {
        struct found_id *rows;
        size_t count;
    } found;
    struct bytes key;

    *person = 0;
    if (!shape_key(a, shape_of(&person_ledger), field_of(&person_ledger, "mail"), address, 0,
                   &key) ||
        !QUERY(a, &person_query, found, BIND(key, key), bind_date("today", instant_date(a->now))))
        return false;
    if (found.count == 1)
        *person = found.rows[0].id;
    return true;
}

/* --- opening an inquiry ----------------------------------------------------------------- */

static const char *
name_of(struct act *a, const struct inquiry_mail *mail)
{
    const char *name = mail->address_name && *mail->address_name && mail->address
                           ? arena_print(a->arena, "%s <%s>", mail->address_name, mail->address)
                           : mail->address;

    return name && strlen(name) <= NAME_MOST ? name : mail->address_name;
}

bool
mail_open_inquiry(struct act *a, const struct inquiry_mail *mail, const char *text, int64_t person,
                  int64_t *id)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);
    struct person *who = ledger_new(a, &person_ledger);

    it->base.contract = mail->base.contract;
    it->received_at = mail->at.us && mail->at.us < a->now.us ? mail->at : a->now;
    it->channel = "メール";
    it->kind = "その他";
    it->priority.code = "middle";
    it->title = mail->subject;
    it->body.text = text && *text ? text : "（本文なし）";
    if (person) {
        if (!consequence_read(a, &person_ledger, person, who))
            return false;
        it->base.owner = person;
        it->requester.id = person;
        it->section.id = who->section.id;
    } else {
        it->requester_name = name_of(a, mail);
    }
    if (!ledger_create(a, &inquiry_ledger, it))
        return false;
    *id = it->base.id;
    return true;
}

/* --- by hand ---------------------------------------------------------------------------- */

static bool
open_by_hand(struct act *a, void *with)
{
    const struct inquiry_mail *stored = with;
    struct inquiry_mail *mail = ledger_new(a, &inquiry_mail_ledger);
    int64_t person = 0;
    bool found;

    if (!shape_read(a, shape_of(&inquiry_mail_ledger), stored->base.id, true, mail, &found) ||
        !found)
        return false;
    if (mail->address && *mail->address && !mail_person(a, mail->address, &person))
        return false;
    return mail_open_inquiry(a, mail, mail->text.text, person, &mail->inquiry.id) &&
           ledger_keep(a, &inquiry_mail_ledger, NULL, mail);
}

static bool
after_mail(struct act *a, const struct record *before, const struct record *record)
{
    const struct inquiry_mail *it = (const struct inquiry_mail *)record;

    if (!before || !state_reached(before, record, "taken"))
        return true;
    return consequence_run(a, open_by_hand, (void *)(uintptr_t)it);
}

const struct ledger inquiry_mail_ledger = {
    .name = "inquiry_mail",
    .title = "メール",
    .help = "問合せのメールボックスに届いたメールと、送ったメールの記録です。"
            "問合せにしなかったメールも、理由と一緒に残ります。",
    .path = "/desk/mails",
    .icon = "mail",
    .row_size = sizeof(struct inquiry_mail),
    .fields = mail_fields,
    .titled_by = "subject",
    .listed = "at way subject state inquiry reason",
    .states = &mail_states,
    .access = mail_access,
    .views = mail_views,
    .keep_years = 5,
    .after = after_mail,
};
