#include "desk/ask_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { LONGEST_FORM = 24, LONGEST_WORD = 40 };

/* --- thesaurus ------------------------------------------------------------------------------ */

struct form {
    uint64_t key; /* 0: a free place */
    uint64_t concept;
    float weight;
    int32_t next; /* another meaning of the same word, -1: none */
};

struct thesaurus {
    struct arena *arena;
    struct form *forms;
    size_t count, room;
    int32_t *places; /* by key; -1: free */
    size_t place_count;
    bool lengths[LONGEST_FORM + 1];
};

static uint64_t
hash_of(uint64_t salt, const struct letter *letters, size_t count)
{
    uint64_t h = 0xcbf29ce484222325u ^ (salt * 0x9e3779b97f4a7c15u);

    for (size_t i = 0; i < count; i++) {
        h ^= letters[i].code;
        h *= 0x100000001b3u;
    }
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return (h ^ h >> 32) | 1;
}

enum { SALT_FORM = 9, SALT_KATAKANA_FORM = 10 };

/* A word that is all hiragana is not looked for in katakana, nor the other way round. */
static uint64_t
form_key(const struct letter *letters, size_t count)
{
    bool katakana = true;

    for (size_t i = 0; i < count; i++)
        katakana = katakana && letters[i].script == SCRIPT_KATAKANA;
    return hash_of(katakana ? SALT_KATAKANA_FORM : SALT_FORM, letters, count);
}

struct thesaurus *
thesaurus_new(struct arena *arena, size_t words)
{
    struct thesaurus *t = NEW(arena, struct thesaurus);

    t->arena = arena;
    t->room = words + 16;
    t->forms = NEW_ARRAY(arena, t->room, struct form);
    for (t->place_count = 64; t->place_count < t->room * 2;)
        t->place_count *= 2;
    t->places = NEW_ARRAY(arena, t->place_count, int32_t);
    for (size_t i = 0; i < t->place_count; i++)
        t->places[i] = -1;
    return t;
}

size_t
thesaurus_count(const struct thesaurus *t)
{
    return t->count;
}

static int32_t *
place_of(const struct thesaurus *t, uint64_t key)
{
    size_t at = (size_t)key & (t->place_count - 1);

    while (t->places[at] >= 0 && t->forms[t->places[at]].key != key)
        at = (at + 1) & (t->place_count - 1);
    return &t->places[at];
}

static void
add_form(struct thesaurus *t, const struct letters *word, uint64_t concept, float weight)
{
    uint64_t key = form_key(word->items, word->count);
    int32_t *place;

    if (!word->count || word->count > LONGEST_FORM || t->count == t->room)
        return;
    place = place_of(t, key);
    t->forms[t->count] = (struct form){ key, concept, weight, *place };
    *place = (int32_t)t->count++;
    t->lengths[word->count] = true;
}

static void
trim(struct letters *word)
{
    while (word->count && word->items[word->count - 1].script == SCRIPT_NONE)
        word->count--;
    while (word->count && word->items[0].script == SCRIPT_NONE) {
        word->items++;
        word->count--;
    }
}

/* 「端末:60」 has a nearness of its own. */
static void
add_other(struct thesaurus *t, char *text, uint64_t concept, int64_t percent)
{
    char *colon = strrchr(text, ':');
    struct letters letters;

    if (colon && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1)) {
        *colon = 0;
        percent = strtoll(colon + 1, NULL, 10);
        percent = percent > 100 ? 100 : percent;
    }
    letters_read(t->arena, text, &letters);
    trim(&letters);
    add_form(t, &letters, concept, (float)percent / 100);
}

void
thesaurus_add(struct thesaurus *t, const char *word, const char *others, int64_t percent)
{
    struct letters letters;
    uint64_t concept;
    const char *from = others ? others : "", *at = from;

    letters_read(t->arena, word, &letters);
    trim(&letters);
    concept = hash_of(TERM_CONCEPT, letters.items, letters.count);
    add_form(t, &letters, concept, 1);
    for (;;) {
        const char *here = at;
        uint32_t code = utf8_next(&at);

        if (code && code != '|' && code != 0x3001 && code != ',' && code != '\n')
            continue;
        add_other(t, arena_slice(t->arena, from, (size_t)(here - from)), concept, percent);
        from = at;
        if (!code)
            return;
    }
}

/* --- terms ---------------------------------------------------------------------------------- */

struct gather {
    struct arena *arena;
    const struct letters *text;
    struct terms *out;
    size_t room;
};

static void
add_term(struct gather *g, enum term_kind kind, size_t from, size_t until, uint64_t key,
         double weight)
{
    struct terms *out = g->out;

    if (out->count == g->room) {
        struct term *more = NEW_ARRAY(g->arena, g->room * 2, struct term);

        memcpy(more, out->items, out->count * sizeof *more);
        out->items = more;
        g->room *= 2;
    }
    out->items[out->count++] = (struct term){
        key, (float)weight, (uint32_t)from, (uint32_t)until, (uint8_t)kind,
    };
}

static enum script
script_at(const struct letters *text, size_t at)
{
    return at < text->count ? (enum script)text->items[at].script : SCRIPT_NONE;
}

static double
pair_worth(enum script one, enum script two)
{
    if (one == SCRIPT_KANJI)
        return two == SCRIPT_KANJI      ? 1.0
               : two == SCRIPT_HIRAGANA ? 0.6
               : two == SCRIPT_KATAKANA ? 0.3
                                        : 0;
    if (two == SCRIPT_KANJI)
        return one == SCRIPT_HIRAGANA ? 0.15 : one == SCRIPT_KATAKANA ? 0.3 : 0.2;
    return 0;
}

static double
triple_worth(enum script one, enum script two, enum script three)
{
    int kanji = (one == SCRIPT_KANJI) + (two == SCRIPT_KANJI) + (three == SCRIPT_KANJI);

    if (one == SCRIPT_LATIN && three == SCRIPT_LATIN)
        return 0;
    if (kanji == 3)
        return 0.6;
    if (one == SCRIPT_KATAKANA && two == SCRIPT_KATAKANA && three == SCRIPT_KATAKANA)
        return 0.35;
    if (one == SCRIPT_HIRAGANA && two == SCRIPT_HIRAGANA && three == SCRIPT_HIRAGANA)
        return 0.25;
    return kanji ? 0.3 : 0.1;
}

static void
add_grams(struct gather *g)
{
    for (size_t i = 0; i < g->text->count; i++) {
        const struct letter *at = g->text->items + i;
        enum script one = script_at(g->text, i), two = script_at(g->text, i + 1);
        enum script three = script_at(g->text, i + 2);
        double worth;

        if (one == SCRIPT_NONE)
            continue;
        if (one == SCRIPT_KANJI && two != SCRIPT_KANJI &&
            (i == 0 || script_at(g->text, i - 1) != SCRIPT_KANJI))
            add_term(g, TERM_SINGLE, i, i + 1, hash_of(TERM_SINGLE, at, 1), 0.5);
        if (two == SCRIPT_NONE)
            continue;
        worth = pair_worth(one, two);
        if (worth > 0)
            add_term(g, TERM_PAIR, i, i + 2, hash_of(TERM_PAIR, at, 2), worth);
        worth = three == SCRIPT_NONE ? 0 : triple_worth(one, two, three);
        if (worth > 0)
            add_term(g, TERM_TRIPLE, i, i + 3, hash_of(TERM_TRIPLE, at, 3), worth);
    }
}

static void
add_words(struct gather *g)
{
    for (size_t i = 0; i < g->text->count;) {
        enum script script = script_at(g->text, i);
        size_t until = i + 1;

        while (script_at(g->text, until) == script && until < g->text->count)
            until++;
        if ((script == SCRIPT_KATAKANA || script == SCRIPT_LATIN) && until - i > 1 &&
            until - i <= LONGEST_WORD)
            add_term(g, TERM_WORD, i, until, hash_of(TERM_WORD, g->text->items + i, until - i), 1);
        i = until;
    }
}

/* Latin words only whole: "ip" is not found in "zip". */
static bool
is_cut(const struct letters *text, size_t from, size_t until)
{
    return (from && script_at(text, from) == SCRIPT_LATIN &&
            script_at(text, from - 1) == SCRIPT_LATIN) ||
           (until < text->count && script_at(text, until) == SCRIPT_LATIN &&
            script_at(text, until - 1) == SCRIPT_LATIN) ||
           /* a short katakana word inside a longer one is another word */
           (until - from <= 3 && script_at(text, from) == SCRIPT_KATAKANA &&
            ((from && script_at(text, from - 1) == SCRIPT_KATAKANA) ||
             (until - from <= 2 && script_at(text, until) == SCRIPT_KATAKANA)));
}

/* The longest known word at each place, in all its meanings; then on after it. */
static void
add_concepts(struct gather *g, const struct thesaurus *t)
{
    for (size_t i = 0; i < g->text->count; i++) {
        size_t most = g->text->count - i;

        for (size_t length = most < LONGEST_FORM ? most : LONGEST_FORM; length; length--) {
            int32_t form = -1;

            if (t->lengths[length] && !is_cut(g->text, i, i + length))
                form = *place_of(t, form_key(g->text->items + i, length));
            if (form < 0)
                continue;
            for (; form >= 0; form = t->forms[form].next)
                add_term(g, TERM_CONCEPT, i, i + length, t->forms[form].concept,
                         1.2 * (double)t->forms[form].weight);
            i += length - 1;
            break;
        }
    }
}

void
terms_read(struct arena *arena, const struct letters *letters, const struct thesaurus *thesaurus,
           struct terms *out)
{
    struct gather g = { arena, letters, out, letters->count * 3 + 16 };

    *out = (struct terms){ NEW_ARRAY(arena, g.room, struct term), 0 };
    add_grams(&g);
    add_words(&g);
    if (thesaurus)
        add_concepts(&g, thesaurus);
}
