#include "desk/canned_answer.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "desk/rights.h"
#include "store/act.h"

static const struct choice_item categories[] = {
    { "受付", "受付", "受付の連絡" },
    { "確認", "確認のお願い", "確認" },
    { "回答", "回答", NULL },
    { "案内", "手順の案内", "案内|手順" },
    { "完了", "完了", "完了の連絡|終了" },
    { "障害", "障害のお知らせ", "障害" },
    { "ベンダー", "ベンダーへの照会", NULL },
    { 0 },
};

static const struct field canned_answer_fields[] = {
    FIELD(struct canned_answer, title, "題名", .also = "件名|名称|タイトル", .required = true,
          .searched = true, .unique = true, .code = true, .most = 100),
    FIELD(struct canned_answer, category, "分類", .also = "区分|種別|カテゴリ",
          .choices = categories, .searched = true, .most = 40),
    FIELD(struct canned_answer, body, "本文",
          .help = "{氏名} {課} {番号} {件名} {受付日} {期限} {担当} {今日} は、選んだときに"
                  "問合せの内容に置き換わります。人の名前は書きません。",
          .also = "文面|内容|文章", .required = true, .searched = true, .most = 5000),
    FIELD(struct canned_answer, uses, "使った回数", .fixed = true),
    FIELD(struct canned_answer, used_on, "最後に使った日", .fixed = true),
    { 0 },
};

static const struct state state_rows[] = {
    { "active", "使用中", "使う|有効", MARK_WORK },
    { "retired", "使わない", "廃止|無効", MARK_DONE, .ended = true },
    { 0 },
};

enum { DESK = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct transition transitions[] = {
    { "retire", "使わないことにする", "active", "retired", NULL, DESK },
    { "restore", "また使う", "retired", "active", NULL, DESK },
    { 0 },
};

static const struct states canned_answer_states = { state_rows, transitions };

static const struct view canned_answer_views[] = {
    { "active", "使用中", "よく使う順に並べます。", "state=active", "-uses" },
    { "all", "すべて", "使わないものも並べます。", "", "title" },
    { 0 },
};

/* --- the places --------------------------------------------------------------------------- */

enum hole { NAME, SECTION, NUMBER, SUBJECT, RECEIVED, DUE, ASSIGNEE, TODAY };
static const char *const places[] = {
    [NAME] = "{氏名}",       [SECTION] = "{課}", [NUMBER] = "{番号}",   [SUBJECT] = "{件名}",
    [RECEIVED] = "{受付日}", [DUE] = "{期限}",   [ASSIGNEE] = "{担当}", [TODAY] = "{今日}",
};
enum { PLACES = sizeof places / sizeof *places };

/* PLACES when none begins here. */
static size_t
place_at(const char *text)
{
    size_t i = 0;

    while (i < PLACES && strncmp(text, places[i], strlen(places[i])) != 0)
        i++;
    return i;
}

/* What a registered person or section is called, else the name written beside, else a word
   that can be read. */
static const char *
named(struct ref ref, const char *name, const char *otherwise)
{
    if (ref.title && *ref.title)
        return ref.title;
    return name && *name ? name : otherwise;
}

static const char *
day_of(struct act *a, struct instant at, const char *otherwise)
{
    return at.us ? wareki_print(a->arena, instant_date(at), WAREKI_LONG) : otherwise;
}

static const char *
filled(struct act *a, size_t place, const struct inquiry *about)
{
    switch ((enum hole)place) {
    case NAME:
        return named(about->requester, about->requester_name, "ご担当者");
    case SECTION:
        return named(about->section, about->section_name, "依頼元の課");
    case NUMBER:
        return about->number;
    case SUBJECT:
        return about->title;
    case RECEIVED:
        return day_of(a, about->received_at, "受付日");
    case DUE:
        return day_of(a, about->due, "改めてお知らせする日");
    case ASSIGNEE:
        return named(about->assignee, about->assignee_name, "窓口の担当");
    case TODAY:
        break;
    }
    return wareki_print(a->arena, instant_date(a->now), WAREKI_LONG);
}

const char *
canned_text(struct act *a, const struct canned_answer *it, const struct inquiry *about)
{
    struct buffer out = { .arena = a->arena };
    const char *at = it->body.text ? it->body.text : "";

    while (*at) {
        size_t place = *at == '{' ? place_at(at) : PLACES;

        if (place == PLACES) {
            buffer_char(&out, *at++);
        } else {
            buffer_text(&out, filled(a, place, about));
            at += strlen(places[place]);
        }
    }
    return buffer_string(&out);
}

static bool
check_canned(struct act *a, const struct record *before, struct record *record)
{
    const struct canned_answer *it = (const struct canned_answer *)record;
    const char *at = it->body.text ? it->body.text : "";

    (void)before;
    for (at = strchr(at, '{'); at; at = strchr(at + 1, '{'))
        if (place_at(at) == PLACES) {
            size_t length = strcspn(at, "}\n");

            return fail(a, FAULT_INVALID, "body",
                        "「%s%s」は置き換えられません。使えるのは {氏名} {課} {番号} {件名} "
                        "{受付日} {期限} {担当} {今日} です。",
                        arena_slice(a->arena, at, length), at[length] == '}' ? "}" : "");
        }
    return true;
}

static bool
prepare_canned(struct act *a, const struct record *before, struct record *record)
{
    struct canned_answer *it = (struct canned_answer *)record;

    (void)a;
    if (!before)
        it->uses = 0;
    return true;
}

/* --- use ---------------------------------------------------------------------------------- */

static bool
count_use(struct act *a, void *with)
{
    struct canned_answer *it = ledger_new(a, &canned_answer_ledger);

    if (!consequence_read(a, &canned_answer_ledger, *(const int64_t *)with, it))
        return false;
    it->uses = (it->uses == NO_NUMBER ? 0 : it->uses) + 1;
    it->used_on = instant_date(a->now);
    return ledger_keep(a, &canned_answer_ledger, NULL, it);
}

static bool
count_as_rule(struct act *a, void *with)
{
    return consequence_run(a, count_use, with);
}

bool
canned_used(struct act *a, int64_t id)
{
    return act_write(a, count_as_rule, &id);
}

const struct ledger canned_answer_ledger = {
    .name = "canned_answer",
    .title = "定型文",
    .help = "よく使う回答の文です。問合せの回答欄で選ぶと、氏名や番号が入った文になります。",
    .path = "/desk/canned_answers",
    .icon = "form",
    .row_size = sizeof(struct canned_answer),
    .fields = canned_answer_fields,
    .titled_by = "title",
    .listed = "title category state uses used_on",
    .states = &canned_answer_states,
    .access = desk_access,
    .views = canned_answer_views,
    .keep_years = 5,
    .prepare = prepare_canned,
    .check = check_canned,
};
