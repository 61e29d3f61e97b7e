#include "contract/article.h"

#include <string.h>

#include "contract/approval.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_BODY = 100000 };

const struct choice_item article_kinds[] = {
    { "knowledge", "手順・FAQ", "FAQ|手順|ナレッジ|よくある質問" },
    { "manual", "業務マニュアル", "マニュアル|手順書" },
    { "portal", "記事", "お知らせ|ポータル" },
    { 0 },
};

const struct choice_item article_audiences[] = {
    { "inner", "内部", "受託者のみ" },
    { "staff", "職員", "庁内" },
    { "public", "公開", "一般" },
    { 0 },
};

static const struct choice_item reader_kinds[] = {
    { "none", "求めない", "なし" },
    { "contractor", "受託者", NULL },
    { "client", "発注者", NULL },
    { "all", "全員", NULL },
    { 0 },
};

static const struct field article_fields[] = {
    FIELD(struct article, code, "コード", .help = "空けておくと続きの番号が付きます。",
          .also = "id|記事番号|番号|No|管理番号", .series = "KB-{number:5}", .unique = true,
          .code = true, .searched = true, .most = 60),
    FIELD(struct article, title, "件名", .also = "タイトル|表題|質問|question|見出し",
          .required = true, .searched = true, .most = 200),
    FIELD(struct article, kind, "種類", .also = "種別", .choices = article_kinds),
    FIELD(struct article, category, "分類", .also = "カテゴリ|カテゴリー|区分", .searched = true,
          .most = 100),
    FIELD(struct article, body, "本文", .also = "内容|回答|answer|手順の内容",
          .help = "Markdownで書けます（# 見出し、- 箇条書き、**強調**、表）。添付した画像は"
                  "![説明](ファイル名) で表示します。",
          .required = true, .searched = true, .most = MOST_BODY),
    FIELD(struct article, audience, "公開先", .also = "公開範囲|対象",
          .help = "「内部」は、この契約の受託者と発注者の担当だけが読めます。",
          .choices = article_audiences),
    FIELD(struct article, readers, "閲覧確認", .help = "読んだことを確かめる相手です。",
          .choices = reader_kinds),
    FIELD(struct article, review_on, "見直し日", .also = "見直し期限|次回見直し日|有効期限"),
    FIELD(struct article, edition, "公開した版", .fixed = true),
    FIELD(struct article, published_at, "公開日時", .fixed = true),
    { 0 },
};

static const struct state article_state_rows[] = {
    { "draft", "下書き", "作成中", MARK_NEW },
    { "review", "確認中", "レビュー中", MARK_ROUTE },
    { "published", "公開", "公開中|公開済み", MARK_SOLVED },
    { "ended", "終了", "非公開|廃止", MARK_DONE, .ended = true },
    { 0 },
};

static bool
check_publish(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return approval_settled_first(a, &article_ledger, record);
}

enum {
    WRITERS = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR | 1 << ROLE_OFFICER | 1 << ROLE_AUTHOR,
    PUBLISHERS = 1 << ROLE_LEAD | 1 << ROLE_OFFICER,
};

static const struct transition article_transitions[] = {
    { "submit", "確認に出す", "draft", "review", NULL, WRITERS },
    { "publish", "公開する", "draft review", "published", NULL, PUBLISHERS, check_publish },
    { "revise", "下書きに戻す", "review published", "draft", NULL, WRITERS },
    { "end", "公開を終える", "draft review published", "ended", NULL, PUBLISHERS },
    { "reopen", "また使う", "ended", "draft", NULL, WRITERS },
    { 0 },
};

static const struct states article_states = { article_state_rows, article_transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WRITE = LOOK | DEED_CREATE | DEED_CHANGE | DEED_IMPORT,
};

static const struct access article_access[] = {
    { ROLE_LEAD, WRITE | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, WRITE, REACH_CONTRACT },
    { ROLE_OFFICER, WRITE, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ | DEED_CREATE | DEED_CHANGE, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view article_views[] = {
    { "published", "公開中", "いま公開しているものです。", "state=published", "-published_at" },
    { "work", "作成中", "下書きと確認中のものです。", "state.in=draft,review", "-id" },
    { "review", "見直し", "見直し日の近いものから並べます。",
      "state=published&review_on.empty=false", "review_on" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

/* --- writing ------------------------------------------------------------------------------ */

static bool
prepare_article(struct act *a, const struct record *before, struct record *record)
{
    struct article *it = (struct article *)record;

    if (before)
        return true;
    if (!it->kind.code || !*it->kind.code)
        it->kind.code = "knowledge";
    if (!it->audience.code || !*it->audience.code)
        it->audience.code = "staff";
    if (!it->readers.code || !*it->readers.code)
        it->readers.code = "none";
    /* What a file brings was in use where it comes from. */
    if (a->origin == ORIGIN_IMPORT && strcmp(record->state, "draft") == 0)
        record->state = "published";
    return true;
}

static bool
is_published(const struct article *it)
{
    return it && strcmp(it->base.state, "published") == 0;
}

static bool
same_text(const char *left, const char *right)
{
    return strcmp(left ? left : "", right ? right : "") == 0;
}

static bool
says_the_same(const struct article *was, const struct article *it)
{
    return same_text(was->title, it->title) && same_text(was->body.text, it->body.text) &&
           same_text(was->category, it->category);
}

/* What a file brings waits as a draft where approval is asked for. */
static bool
settle_new(struct act *a, struct article *it)
{
    size_t faults = a->fault_count;

    if (approval_settled_first(a, &article_ledger, &it->base))
        return true;
    if (act_fault_kind(a) != FAULT_CLASH)
        return false;
    act_forgive(a, faults);
    it->base.state = "draft";
    return true;
}

/* An edition is made by publishing, and by changing what is published. */
static bool
check_article(struct act *a, const struct record *before, struct record *record)
{
    const struct article *was = (const struct article *)before;
    struct article *it = (struct article *)record;

    if (!is_published(it) || (is_published(was) && says_the_same(was, it)))
        return true;
    if (is_published(was) && !approval_settled_first(a, &article_ledger, record))
        return false;
    if (!was && !settle_new(a, it))
        return false;
    if (!is_published(it))
        return true;
    it->edition = it->edition == NO_NUMBER ? 1 : it->edition + 1;
    it->published_at = a->now;
    return true;
}

static bool
write_edition(struct act *a, const struct article *it)
{
    struct edition *row = ledger_new(a, &edition_ledger);

    row->base.contract = it->base.contract;
    row->article.id = it->base.id;
    row->number = it->edition;
    row->title = it->title;
    row->category = it->category;
    row->body = it->body;
    row->author = a->who->title ? a->who->title : "";
    row->published_at = it->published_at;
    return ledger_keep(a, &edition_ledger, NULL, row);
}

static const struct query publication_query = {
    .name = "article.publication",
    .sql = "SELECT id FROM publication WHERE article = :article AND removed_at IS NULL",
    FOUND_IDS,
};

static bool
keep_publication(struct act *a, const struct article *it, struct publication *row)
{
    row->base.contract = it->base.contract;
    row->article.id = it->base.id;
    row->code = it->code;
    row->title = it->title;
    row->kind = it->kind;
    row->category = it->category;
    row->audience = it->audience;
    row->body = it->body;
    row->edition = it->edition;
    row->published_at = it->published_at;
    return ledger_keep(a, &publication_ledger, NULL, row);
}

/* While an article is written anew its last edition stays out. */
static bool
keep_out(struct act *a, const struct article *it)
{
    bool inner = it->audience.code && strcmp(it->audience.code, "inner") == 0;
    bool gone = it->base.removed_at.us || inner || strcmp(it->base.state, "ended") == 0;
    struct publication *row = ledger_new(a, &publication_ledger);
    struct found_id found;
    bool is_there;

    if (!query_first(a, &publication_query, &found, &is_there,
                     BOUND(bind_int("article", it->base.id))))
        return false;
    if (is_there && !shape_read(a, shape_of(&publication_ledger), found.id, true, row, &is_there))
        return false;
    if (gone)
        return !is_there || ledger_keep(a, &publication_ledger, "remove", row);
    return !is_published(it) || keep_publication(a, it, row);
}

static bool
after_article(struct act *a, const struct record *before, const struct record *record)
{
    const struct article *was = (const struct article *)before;
    const struct article *it = (const struct article *)record;
    bool is_new = it->edition != NO_NUMBER && (!was || was->edition != it->edition);

    return (!is_new || write_edition(a, it)) && keep_out(a, it);
}

const struct ledger article_ledger = {
    .name = "article",
    .title = "記事",
    .help =
        "手順やFAQ、業務マニュアル、職員向けの記事を書き、確認して公開します。公開した版はすべて残"
        "ります。",
    .path = "/contract/articles",
    .icon = "book",
    .row_size = sizeof(struct article),
    .fields = article_fields,
    .titled_by = "title",
    .listed = "code title kind category audience state edition review_on",
    .states = &article_states,
    .access = article_access,
    .views = article_views,
    .keep_years = 5,
    .prepare = prepare_article,
    .check = check_article,
    .after = after_article,
};

/* --- what is kept of it --------------------------------------------------------------------- */

static const struct field edition_fields[] = {
    FIELD(struct edition, article, "記事", .to = &article_ledger, .fixed = true),
    FIELD(struct edition, number, "版", .fixed = true),
    FIELD(struct edition, title, "件名", .fixed = true, .most = 200),
    FIELD(struct edition, category, "分類", .fixed = true, .most = 100),
    FIELD(struct edition, body, "本文", .fixed = true, .most = MOST_BODY),
    FIELD(struct edition, author, "公開した人", .fixed = true, .most = 200),
    FIELD(struct edition, published_at, "公開日時", .fixed = true),
    { 0 },
};

static const struct access edition_access[] = {
    { ROLE_LEAD, LOOK, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view edition_views[] = {
    { "all", "すべて", "公開した版を新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger edition_ledger = {
    .name = "edition",
    .title = "記事の版",
    .help = "公開した記事の版です。公開したときに残り、後からは変わりません。",
    .path = "/contract/editions",
    .icon = "book",
    .row_size = sizeof(struct edition),
    .fields = edition_fields,
    .titled_by = "title",
    .listed = "article number title author published_at",
    .access = edition_access,
    .views = edition_views,
    .keep_years = 5,
};

static const struct query editions_query = {
    .name = "article.editions",
    .sql = "SELECT id FROM edition WHERE article = :article AND removed_at IS NULL"
           " ORDER BY id DESC LIMIT 200",
    FOUND_IDS,
};

bool
editions_read(struct act *a, int64_t article, struct editions *out)
{
    struct edition *rows;

    if (!shape_rows(a, shape_of(&edition_ledger), &editions_query, BOUND(BIND(article, article)),
                    &rows, &out->count))
        return false;
    out->rows = NEW_ARRAY(a->arena, out->count + 1, struct edition *);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i] = &rows[i];
    return true;
}

static const struct field publication_fields[] = {
    FIELD(struct publication, article, "元の記事", .to = &article_ledger, .fixed = true),
    FIELD(struct publication, code, "コード", .fixed = true, .searched = true, .most = 60),
    FIELD(struct publication, title, "件名", .fixed = true, .searched = true, .most = 200),
    FIELD(struct publication, kind, "種類", .fixed = true, .choices = article_kinds),
    FIELD(struct publication, category, "分類", .fixed = true, .searched = true, .most = 100),
    FIELD(struct publication, body, "本文", .fixed = true, .searched = true, .most = MOST_BODY),
    FIELD(struct publication, audience, "公開先", .fixed = true, .choices = article_audiences),
    FIELD(struct publication, edition, "版", .fixed = true),
    FIELD(struct publication, published_at, "公開日時", .fixed = true),
    { 0 },
};

static const struct access publication_access[] = {
    { ROLE_LEAD, LOOK, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_MEMBER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view publication_views[] = {
    { "new", "新しい順", "新しく公開した順に並べます。", "", "-published_at" },
    { "knowledge", "手順・FAQ", "困ったときの手順です。", "kind=knowledge", "-published_at" },
    { "manual", "業務マニュアル", "業務の手順書です。", "kind=manual", "-published_at" },
    { "portal", "記事", "職員向けの記事です。", "kind=portal", "-published_at" },
    { 0 },
};

const struct ledger publication_ledger = {
    .name = "publication",
    .title = "公開した記事",
    .help = "いま公開している手順、マニュアル、記事です。記事を公開すると、ここに出ます。",
    .path = "/contract/publications",
    .icon = "book",
    .row_size = sizeof(struct publication),
    .fields = publication_fields,
    .titled_by = "title",
    .listed = "code title kind category published_at",
    .access = publication_access,
    .views = publication_views,
    .keep_years = 5,
};
