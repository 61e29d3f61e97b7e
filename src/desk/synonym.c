#include "desk/synonym.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/facts.h"
#include "base/fold.h"
#include "base/must.h"
#include "desk/ask_text.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { FULL = 100, MOST_OTHERS = 4000, FORMS = 12000, SPARE = 60 };

static const struct field synonym_fields[] = {
    FIELD(struct synonym, word, "言葉", .also = "見出し語|word|代表語|キーワード", .required = true,
          .code = true, .unique = true, .searched = true, .most = 100),
    FIELD(struct synonym, others, "同じ意味の言葉",
          .help = "「、」か「|」か改行で区切ります。送り仮名まで書くと取り違えが減ります"
                  "（例：刷る、刷り、刷っ）。",
          .also = "others|同義語|言い換え|類義語|別名", .searched = true, .most = MOST_OTHERS),
    FIELD(struct synonym, weight, "近さ（％）",
          .help = "100は同じ意味です。広い言葉や、別の意味もある言葉は小さくします。",
          .also = "weight|重み|近さ", .least = 1, .most = FULL),
    { 0 },
};

static const struct state synonym_state_rows[] = {
    { "used", "使う", "有効", MARK_SOLVED },
    { "unused", "使わない", "無効|停止", MARK_DONE, .ended = true },
    { 0 },
};

enum { KEEPERS = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR | 1 << ROLE_OFFICER };

static const struct transition synonym_transitions[] = {
    { "stop", "使わない", "used", "unused", NULL, KEEPERS },
    { "use", "使う", "unused", "used", NULL, KEEPERS },
    { 0 },
};

static const struct states synonym_states = { synonym_state_rows, synonym_transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WRITE = LOOK | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_IMPORT,
};

static const struct access synonym_access[] = {
    { ROLE_LEAD, WRITE, REACH_CONTRACT },    { ROLE_OPERATOR, WRITE, REACH_CONTRACT },
    { ROLE_OFFICER, WRITE, REACH_CONTRACT }, { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },  { 0 },
};

static const struct view synonym_views[] = {
    { "used", "使うもの", "自動回答が同じ意味とみなす言葉です。", "state=used", "word" },
    { "unused", "使わないもの", "組み込みの言い換えのうち、使わないものです。", "state=unused",
      "word" },
    { 0 },
};

static bool
prepare_synonym(struct act *a, const struct record *before, struct record *record)
{
    struct synonym *it = (struct synonym *)record;

    (void)a;
    (void)before;
    if (it->weight == NO_NUMBER)
        it->weight = FULL;
    return true;
}

const struct ledger synonym_ledger = {
    .name = "synonym",
    .title = "言い換え",
    .help =
        "自動回答で同じ意味とみなす言葉です。職員の言い方と記事の言い方が違って見つからないときに"
        "足します。",
    .path = "/desk/synonyms",
    .icon = "turn",
    .row_size = sizeof(struct synonym),
    .fields = synonym_fields,
    .titled_by = "word",
    .listed = "word others weight",
    .states = &synonym_states,
    .access = synonym_access,
    .views = synonym_views,
    .keep_years = 5,
    .prepare = prepare_synonym,
};

/* --- the built-in set -------------------------------------------------------------------------- */

struct built_in {
    const char *word;
    const char *others;
    int64_t weight;
};

struct built_ins {
    struct built_in *rows;
    size_t count;
};

static void
read_built_ins(struct arena *arena, struct built_ins *out)
{
    const struct fact *fact = facts;
    struct csv csv;
    struct csv_row row;
    const char *why;

    while (fact->path && strcmp(fact->name, "desk_synonyms.csv") != 0)
        fact++;
    must(fact->path != NULL);
    must(csv_open_bytes(arena, (const char *)fact->bytes, fact->length, &csv, &why));
    *out = (struct built_ins){ NEW_ARRAY(arena, FORMS, struct built_in), 0 };
    while (csv_next(&csv, &row))
        if (row.count == 3 && row.cells[0][0] != '#' && strcmp(row.cells[0], "word") != 0) {
            must(out->count < FORMS);
            out->rows[out->count++] =
                (struct built_in){ row.cells[0], row.cells[1], strtoll(row.cells[2], NULL, 10) };
        }
}

/* --- reading ------------------------------------------------------------------------------------ */

struct kept {
    const char *word;
    const char *others;
    const char *state;
    int64_t weight;
};

static const struct query kept_query = {
    .name = "synonym.kept",
    .sql = "SELECT word, others, state, coalesce(weight, 100) AS weight FROM synonym"
           " WHERE contract = :contract AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct kept),
    .columns = COLUMNS(COLUMN(struct kept, word), COLUMN(struct kept, others),
                       COLUMN(struct kept, state), COLUMN(struct kept, weight)),
};

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool
synonyms_read(struct act *a, int64_t contract, struct arena *arena, struct thesaurus **out)
{
    struct {
        struct kept *rows;
        size_t count;
    } kept;
    struct built_ins built;
    const char **words;

    if (!QUERY(a, &kept_query, kept, BIND(contract, contract)))
        return false;
    read_built_ins(a->arena, &built);
    words = NEW_ARRAY(a->arena, kept.count + 1, const char *);
    for (size_t i = 0; i < kept.count; i++)
        words[i] = fold_text(a->arena, kept.rows[i].word);
    if (kept.count)
        qsort(words, kept.count, sizeof *words, by_text);
    *out = thesaurus_new(arena, FORMS + kept.count * SPARE);
    for (size_t i = 0; i < built.count; i++) {
        const char *word = fold_text(a->arena, built.rows[i].word);

        if (!kept.count || !bsearch(&word, words, kept.count, sizeof *words, by_text))
            thesaurus_add(*out, built.rows[i].word, built.rows[i].others, built.rows[i].weight);
    }
    for (size_t i = 0; i < kept.count; i++)
        if (strcmp(kept.rows[i].state, "used") == 0)
            thesaurus_add(*out, kept.rows[i].word, kept.rows[i].others, kept.rows[i].weight);
    return true;
}

/* --- loading ------------------------------------------------------------------------------------ */

struct loading {
    int64_t contract;
    const struct built_ins *built;
    const char **words; /* folded, that are there */
    size_t count;
};

/* A word that stands there twice with another nearness becomes one row. */
static bool
load_one(struct act *a, struct loading *l, const struct built_in *it)
{
    struct synonym *row = ledger_new(a, &synonym_ledger);

    row->base.contract = l->contract;
    row->word = it->word;
    row->others.text = it->others;
    row->weight = it->weight;
    return ledger_create(a, &synonym_ledger, row);
}

static bool
load(struct act *a, void *with)
{
    struct loading *l = with;

    for (size_t i = 0; i < l->built->count; i++) {
        const char *word = fold_text(a->arena, l->built->rows[i].word);

        if (!bsearch(&word, l->words, l->count, sizeof *l->words, by_text) &&
            !load_one(a, l, &l->built->rows[i]))
            return false;
    }
    return true;
}

bool
synonyms_load(struct act *a, int64_t contract)
{
    struct {
        struct kept *rows;
        size_t count;
    } kept;
    struct built_ins built;
    struct loading l = { .contract = contract, .built = &built };

    if (!QUERY(a, &kept_query, kept, BIND(contract, contract)))
        return false;
    read_built_ins(a->arena, &built);
    l.words = NEW_ARRAY(a->arena, kept.count + 1, const char *);
    for (; l.count < kept.count; l.count++)
        l.words[l.count] = fold_text(a->arena, kept.rows[l.count].word);
    if (l.count)
        qsort(l.words, l.count, sizeof *l.words, by_text);
    return act_write(a, load, &l);
}
