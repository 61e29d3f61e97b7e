/* Who has read which edition of an article. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/article.h"
#include "contract/consequence.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct field acknowledgement_fields[] = {
    FIELD(struct acknowledgement, mark, "照合", .fixed = true, .unique = true, .secret = true,
          .most = 80),
    FIELD(struct acknowledgement, title, "閲覧確認", .fixed = true, .most = 400),
    FIELD(struct acknowledgement, article, "記事", .to = &article_ledger, .required = true,
          .settled = true),
    FIELD(struct acknowledgement, edition, "版", .fixed = true),
    FIELD(struct acknowledgement, person, "読んだ人", .to = &person_ledger, .fixed = true),
    FIELD(struct acknowledgement, read_at, "読んだ日時", .fixed = true),
    { 0 },
};

enum { LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY };

static const struct access acknowledgement_access[] = {
    { ROLE_LEAD, LOOK | DEED_CREATE, REACH_CONTRACT, .sets = "article" },
    { ROLE_OPERATOR, DEED_READ | DEED_CREATE, REACH_CONTRACT, .sets = "article" },
    { ROLE_OFFICER, LOOK | DEED_CREATE, REACH_CONTRACT, .sets = "article" },
    { ROLE_APPROVER, DEED_READ | DEED_CREATE, REACH_OWN, .sets = "article" },
    { ROLE_PARTICIPANT, DEED_READ | DEED_CREATE, REACH_OWN, .sets = "article" },
    { ROLE_REQUESTER, DEED_READ | DEED_CREATE, REACH_OWN, .sets = "article" },
    { ROLE_AUTHOR, DEED_READ | DEED_CREATE, REACH_OWN, .sets = "article" },
    { ROLE_MEMBER, DEED_READ | DEED_CREATE, REACH_OWN, .sets = "article" },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view acknowledgement_views[] = {
    { "all", "すべて", "読んだ記録を新しい順に並べます。", "", "-id" },
    { "mine", "自分", "自分が読んだ記録です。", "person=me", "-id" },
    { 0 },
};

struct found {
    int64_t id;
};

static const struct query publication_query = {
    .name = "acknowledgement.publication",
    .sql = "SELECT id FROM publication WHERE article = :article AND removed_at IS NULL",
    .row_size = sizeof(struct found),
    .columns = COLUMNS(COLUMN(struct found, id)),
};

/* Who may not read the article reads its publication; without one there is nothing. */
static bool
may_read(struct act *a, const struct article *article, bool *may)
{
    struct found found;

    *may = access_may(a, &article_ledger, DEED_READ, &article->base);
    if (*may || !access_may(a, &publication_ledger, DEED_READ, NULL))
        return true;
    return query_first(a, &publication_query, &found, may,
                       BOUND(bind_int("article", article->base.id)));
}

static bool
check_acknowledgement(struct act *a, const struct record *before, struct record *record)
{
    struct acknowledgement *it = (struct acknowledgement *)record;
    struct article *article = ledger_new(a, &article_ledger);
    const char *reader;
    bool found, may;

    if (before)
        return true;
    if (!shape_read(a, shape_of(&article_ledger), it->article.id, false, article, &found))
        return false;
    if (!found || article->base.removed_at.us)
        return access_missing(a, &article_ledger, it->article.id);
    if (!may_read(a, article, &may))
        return false;
    if (!may)
        return access_missing(a, &article_ledger, it->article.id);
    if (!a->who->person)
        return fail(a, FAULT_DENIED, NULL, "人の台帳にない方は、閲覧確認を書けません。");
    if (article->edition == NO_NUMBER)
        return fail(a, FAULT_CLASH, "article", "まだ公開されていない記事です。");
    it->base.owner = it->person.id = a->who->person;
    it->edition = article->edition;
    it->read_at = a->now;
    if (!ref_title(a, &person_ledger, it->person, &reader))
        return false;
    it->title =
        arena_print(a->arena, "%s　第%lld版　%s", article->title, (long long)it->edition, reader);
    it->mark = arena_print(a->arena, "%lld/%lld/%lld", (long long)it->article.id,
                           (long long)it->edition, (long long)it->person.id);
    return true;
}

const struct ledger acknowledgement_ledger = {
    .name = "acknowledgement",
    .title = "閲覧確認",
    .help = "だれがどの版の記事を読んだかの記録です。版が新しくなると、もう一度確かめます。",
    .path = "/contract/acknowledgements",
    .icon = "check",
    .row_size = sizeof(struct acknowledgement),
    .fields = acknowledgement_fields,
    .titled_by = "title",
    .listed = "article edition person read_at",
    .access = acknowledgement_access,
    .views = acknowledgement_views,
    .keep_years = 5,
    .check = check_acknowledgement,
};

/* --- who is missing ----------------------------------------------------------------------- */

static const struct query readers_query = {
    .name = "acknowledgement.readers",
    .sql =
        "SELECT DISTINCT p.id AS person, p.title AS title, k.read_at AS read_at"
        " FROM membership m JOIN \"user\" u ON u.id = m.\"user\""
        " JOIN person p ON p.id = u.person"
        " LEFT JOIN acknowledgement k ON k.person = p.id AND k.article = :article"
        " AND k.edition = :edition AND k.removed_at IS NULL"
        " WHERE (m.role = :one OR m.role = :two OR m.role = :three OR m.role = :four)"
        " AND (m.within = :contract OR m.within IS NULL) AND m.removed_at IS NULL AND u.removed_at IS NULL"
        " AND p.removed_at IS NULL AND (m.\"from\" IS NULL OR m.\"from\" <= :today)"
        " AND (m.until IS NULL OR m.until >= :today)"
        " AND (u.until IS NULL OR u.until >= :today)"
        " AND (p.until IS NULL OR p.until >= :today)",
    .row_size = sizeof(struct reader),
    .columns = COLUMNS(COLUMN(struct reader, person), COLUMN(struct reader, title),
                       COLUMN(struct reader, read_at)),
};

static int
by_name(const void *left, const void *right)
{
    const struct reader *l = left, *r = right;
    int read = (l->read_at.us != 0) - (r->read_at.us != 0);

    if (read)
        return read;
    return strcmp(l->title, r->title) ? strcmp(l->title, r->title)
                                      : (l->person > r->person) - (l->person < r->person);
}

bool
article_readers(struct act *a, const struct article *it, struct readers *out)
{
    const char *who = it->readers.code ? it->readers.code : "none";
    bool contractor = strcmp(who, "contractor") == 0 || strcmp(who, "all") == 0;
    bool client = strcmp(who, "client") == 0 || strcmp(who, "all") == 0;
    struct date today = instant_date(a->now);

    *out = (struct readers){ 0 };
    if ((!contractor && !client) || it->edition == NO_NUMBER)
        return true;
    if (!query_rows(a, &readers_query, &out->rows, &out->count, sizeof *out->rows,
                    BOUND(bind_int("article", it->base.id), bind_int("edition", it->edition),
                          bind_int("contract", it->base.contract), BIND(today, today),
                          bind_text("one", contractor ? "lead" : ""),
                          bind_text("two", contractor ? "operator" : ""),
                          bind_text("three", client ? "officer" : ""),
                          bind_text("four", client ? "approver" : ""))))
        return false;
    if (out->count)
        qsort(out->rows, out->count, sizeof *out->rows, by_name);
    for (size_t i = 0; i < out->count; i++)
        out->missing += !out->rows[i].read_at.us;
    return true;
}

struct known {
    int64_t id;
};

static const struct query known_query = {
    .name = "acknowledgement.known",
    .sql = "SELECT k.id AS id FROM acknowledgement k JOIN article t ON t.id = k.article"
           " AND t.edition = k.edition WHERE k.article = :article AND k.person = :person"
           " AND k.removed_at IS NULL",
    .row_size = sizeof(struct known),
    .columns = COLUMNS(COLUMN(struct known, id)),
};

bool
article_acknowledge(struct act *a, int64_t article)
{
    struct acknowledgement *it = ledger_new(a, &acknowledgement_ledger);
    struct article *row = ledger_new(a, &article_ledger);
    struct known known;
    bool found;

    if (!query_first(a, &known_query, &known, &found,
                     BOUND(BIND(article, article), bind_int("person", a->who->person))))
        return false;
    if (found)
        return true;
    if (!shape_read(a, shape_of(&article_ledger), article, false, row, &found))
        return false;
    it->base.contract = found ? row->base.contract : 0;
    it->article.id = article;
    return ledger_create(a, &acknowledgement_ledger, it);
}
