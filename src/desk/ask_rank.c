#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "desk/ask_parts.h"

/* What the features are worth together, without what is learned. */
static const double ALL_WORTH = 4.0;

enum { MOST_TERMS = 512, LOOKED_AT = 16, MOST_LETTERS = 600, SHORTEST_PASSAGE = 300 };

/* A term of the question: what it is worth here, and where it stands in the index. */
struct sought {
    struct term term;
    const struct entry *entry; /* NULL: in no article */
    double rarity;
    double worth;
};

struct seeking {
    struct arena *arena;
    const struct ask_index *index;
    struct letters letters;
    struct sought *items;
    size_t count;
    double most; /* what all terms together could give */
    double mass; /* of all letters */
    double *letter_mass;
};

/* One bit a term. */
struct marked {
    bool is[MOST_TERMS];
    float near[MOST_TERMS];
};

/* --- the question ----------------------------------------------------------------------------- */

bool
ask_index_knows(const struct ask_index *index, uint64_t key)
{
    const struct entry *e = entry_find(index, key);

    return e && e->live;
}

void
ask_question_terms(struct arena *arena, const struct thesaurus *thesaurus, const char *question,
                   struct terms *out)
{
    struct letters letters;

    letters_read(arena, question, &letters);
    if (letters.count > MOST_LETTERS)
        letters.count = MOST_LETTERS;
    letters_quieten(arena, &letters);
    terms_read(arena, &letters, thesaurus, out);
}

/* A word that stands nowhere may be a slip, or the beginning of a longer one. */
static const struct entry *
entry_like(const struct ask_index *index, const struct letters *letters, const struct term *t,
           double *near)
{
    const struct letter *asked = letters->items + t->from;
    size_t count = t->until - t->from;
    int most = count >= 8 ? 2 : 1, best = most + 1;
    const struct entry *found = NULL;

    if (count < 4)
        return NULL;
    for (size_t i = 0; i < index->word_count; i++) {
        const struct word *word = &index->words[i];
        int distance = letters_distance(asked, count, word->letters, word->count, best - 1);
        const struct entry *e;

        if (word->letters[0].script != asked[0].script || distance >= best)
            continue;
        e = entry_find(index, word->key);
        if (!e || !e->live)
            continue;
        best = distance;
        found = e;
        if (best == 1)
            break;
    }
    *near = best == 1 ? 0.75 : 0.5;
    return found;
}

static bool
is_known_already(const struct seeking *s, uint64_t key)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].term.key == key)
            return true;
    return false;
}

/* A rare spelling of what the articles call otherwise: it weighs as what it means. */
static bool
is_spelling(const struct ask_index *index, const struct terms *all, const struct term *t)
{
    if (t->kind == TERM_CONCEPT)
        return false;
    for (size_t i = all->count; i-- && all->items[i].kind == TERM_CONCEPT;) {
        const struct term *concept = &all->items[i];

        if (concept->from <= t->from && t->until <= concept->until) {
            const struct entry *e = entry_find(index, concept->key);

            if (e && e->live)
                return true;
        }
    }
    return false;
}

/* Hiragana that no article has is how people speak, not what they speak of. */
static bool
is_speech(const struct letters *letters, const struct term *t)
{
    for (uint32_t at = t->from; at < t->until; at++)
        if (letters->items[at].script != SCRIPT_HIRAGANA)
            return false;
    return t->kind != TERM_CONCEPT;
}

static void
add_sought(struct seeking *s, const struct terms *all, const struct term *t)
{
    struct sought *it = &s->items[s->count];
    double near = 1;

    *it = (struct sought){ .term = *t, .entry = entry_find(s->index, t->key) };
    if ((!it->entry || !it->entry->live) &&
        (is_spelling(s->index, all, t) || is_speech(&s->letters, t)))
        return;
    if ((!it->entry || !it->entry->live) && t->kind == TERM_WORD) {
        it->entry = entry_like(s->index, &s->letters, t, &near);
        it->rarity = entry_rarity(s->index, it->entry);
        it->worth = it->entry ? near : 1;
    } else {
        it->rarity = entry_rarity(s->index, it->entry);
        it->worth = 1;
    }
    it->worth *= (double)t->weight * it->rarity;
    if (!is_known_already(s, t->key))
        s->most += it->worth;
    s->count++;
}

/* Letters of nouns: katakana, Latin, and kanji beside kanji. */
static bool
is_noun(const struct letters *letters, size_t at)
{
    enum script script = (enum script)letters->items[at].script;

    if (script != SCRIPT_KANJI)
        return script == SCRIPT_KATAKANA || script == SCRIPT_LATIN;
    return (at && letters->items[at - 1].script == SCRIPT_KANJI) ||
           (at + 1 < letters->count && letters->items[at + 1].script == SCRIPT_KANJI);
}

static void
weigh_letters(struct seeking *s)
{
    s->letter_mass = NEW_ARRAY(s->arena, s->letters.count + 1, double);
    for (size_t i = 0; i < s->count; i++) {
        const struct sought *it = &s->items[i];
        double each = it->worth / (double)(it->term.until - it->term.from);

        for (uint32_t at = it->term.from; at < it->term.until; at++)
            if (s->letter_mass[at] < each)
                s->letter_mass[at] = each;
    }
    for (size_t at = 0; at < s->letters.count; at++)
        s->mass += s->letter_mass[at];
}

static void
read_question(struct seeking *s, const char *question)
{
    struct terms terms;

    letters_read(s->arena, question, &s->letters);
    if (s->letters.count > MOST_LETTERS)
        s->letters.count = MOST_LETTERS;
    letters_quieten(s->arena, &s->letters);
    terms_read(s->arena, &s->letters, s->index->thesaurus, &terms);
    s->items = NEW_ARRAY(s->arena, MOST_TERMS, struct sought);
    for (size_t i = 0; i < terms.count && s->count < MOST_TERMS; i++)
        add_sought(s, &terms, &terms.items[i]);
    weigh_letters(s);
}

/* --- the first look ---------------------------------------------------------------------------- */

static double
lesson_at(const struct ask_lessons *lessons, uint64_t key, int64_t id)
{
    size_t low = 0, high = lessons->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct ask_lesson *row = &lessons->rows[middle];

        if (row->key < key || (row->key == key && row->id < id))
            low = middle + 1;
        else
            high = middle;
    }
    return low < lessons->count && lessons->rows[low].key == key && lessons->rows[low].id == id
               ? lessons->rows[low].worth
               : 0;
}

/* What was learned of the terms counts for more than of the article as such. */
static double
lesson_for(const struct seeking *s, const struct ask_lessons *lessons, int64_t id)
{
    double sum = 0;

    if (!lessons || !lessons->count)
        return 0;
    for (size_t i = 0; i < s->count; i++)
        sum += lesson_at(lessons, s->items[i].term.key, id) * s->items[i].worth;
    return 0.2 * lesson_at(lessons, 0, id) + (s->most > 0 ? sum / s->most : 0);
}

static size_t
best_of(const struct seeking *s, size_t *best)
{
    double *scores = NEW_ARRAY(s->arena, s->index->count + 1, double);
    size_t count = 0;

    for (size_t i = 0; i < s->count; i++) {
        const struct entry *e = s->items[i].entry;

        for (uint32_t p = 0; e && p < e->count; p++) {
            const struct posting *it = &e->postings[p];

            scores[it->source] += s->items[i].worth * (double)it->worth;
        }
        for (const struct later *it = e ? e->later : NULL; it; it = it->next)
            scores[it->posting.source] += s->items[i].worth * (double)it->posting.worth;
    }
    for (size_t d = 0; d < s->index->count; d++) {
        size_t at = count < LOOKED_AT ? count : LOOKED_AT;

        if (scores[d] <= 0 || s->index->gone[d] ||
            (count == LOOKED_AT && scores[best[at - 1]] >= scores[d]))
            continue;
        if (count < LOOKED_AT)
            count++;
        else
            at--;
        for (; at && scores[best[at - 1]] < scores[d]; at--)
            best[at] = best[at - 1];
        best[at] = d;
    }
    return count;
}

/* --- the second look --------------------------------------------------------------------------- */

static void
mark_text(const struct seeking *s, const char *text, size_t length, struct marked *marked,
          double *own, double *hit)
{
    struct letters letters;
    struct terms terms;

    letters_read(s->arena, arena_slice(s->arena, text, length), &letters);
    terms_read(s->arena, &letters, s->index->thesaurus, &terms);
    for (size_t i = 0; i < terms.count; i++) {
        const struct term *t = &terms.items[i];
        bool found = false;

        for (size_t q = 0; q < s->count; q++) {
            const struct entry *e = s->items[q].entry;
            float near = t->kind == TERM_CONCEPT ? t->weight / 1.2f : 1;

            if (!e || e->key != t->key)
                continue;
            found = true;
            marked->is[q] = true;
            if (marked->near[q] < near)
                marked->near[q] = near;
        }
        if (own) {
            double worth = (double)t->weight * entry_rarity(s->index, entry_find(s->index, t->key));

            *own += worth;
            *hit += found ? worth : 0;
        }
    }
}

/* What these terms cover of each letter of the question. */
static double *
cover_letters(const struct seeking *s, const struct marked *one, const struct marked *two)
{
    double *covered = NEW_ARRAY(s->arena, s->letters.count + 1, double);

    for (size_t q = 0; q < s->count; q++) {
        const struct sought *it = &s->items[q];
        double near = (double)one->near[q];
        double each;

        if (two && (double)two->near[q] > near)
            near = (double)two->near[q];
        if (near <= 0)
            continue;
        each = near * it->worth / (double)(it->term.until - it->term.from);
        for (uint32_t at = it->term.from; at < it->term.until; at++)
            if (covered[at] < each)
                covered[at] = each;
    }
    return covered;
}

/* How much of the question these terms cover. */
static double
cover(const struct seeking *s, const struct marked *one, const struct marked *two)
{
    const double *covered = cover_letters(s, one, two);
    double sum = 0;

    for (size_t at = 0; at < s->letters.count; at++)
        sum += covered[at];
    return s->mass > 0 ? sum / s->mass : 0;
}

/* How many of the words that the thesaurus knows these terms cover, in any of their meanings. */
static double
cover_concepts(const struct seeking *s, const struct marked *marked, double without_any)
{
    uint32_t last = UINT32_MAX;
    double all = 0, met = 0;
    bool is_met = false;

    for (size_t i = 0; i < s->count; i++) {
        const struct term *t = &s->items[i].term;

        if (t->kind != TERM_CONCEPT)
            continue;
        if (t->from != last) {
            last = t->from;
            is_met = false;
            all += 1;
        }
        if (!is_met && marked->near[i] > 0) {
            is_met = true;
            met += 1;
        }
    }
    return all > 0 ? met / all : without_any;
}

/* を, が, は, も: what stands before one of them is what the sentence is about. */
static bool
is_topic_mark(const struct letters *letters, size_t at)
{
    uint32_t code = at < letters->count ? letters->items[at].code : 0;

    return code == 0x3092 || code == 0x304C || code == 0x306F || code == 0x3082;
}

/* Of the nouns that the question is about, how much is covered of the least covered one. */
static double
cover_topic(const struct seeking *s, const double *covered)
{
    const struct letters *letters = &s->letters;
    double least = 1;

    for (size_t at = 0; at < letters->count;) {
        enum script script = (enum script)letters->items[at].script;
        double all = 0, got = 0;
        size_t from = at;
        bool is_number = true;

        for (; at < letters->count && letters->items[at].script == script && is_noun(letters, at);
             at++) {
            all += s->letter_mass[at];
            got += covered[at] < s->letter_mass[at] ? covered[at] : s->letter_mass[at];
            is_number = is_number && letters->items[at].code <= '9';
        }
        if (at - from > 1 && !is_number && all > 0 && is_topic_mark(letters, at) &&
            got / all < least)
            least = got / all;
        at += at == from;
    }
    return least;
}

static void
merge(struct marked *into, const struct marked *from)
{
    for (size_t q = 0; q < MOST_TERMS; q++)
        if (into->near[q] < from->near[q])
            into->near[q] = from->near[q];
}

static const char *
sentence_end(const char *at)
{
    uint32_t code;

    while ((code = utf8_next(&at)))
        if (code == 0x3002 || code == '\n' || code == '!' || code == '?' || code == 0xFF01 ||
            code == 0xFF1F)
            break;
    return at;
}

/* The best two sentences that follow each other, beside the title. */
static void
find_passage(const struct seeking *s, const char *body, const struct marked *title,
             struct marked *whole, struct ask_hit *hit)
{
    struct marked *before = NEW(s->arena, struct marked), *here;
    const char *from = body, *last = body;

    hit->features[ASK_PASSAGE] = -1;
    for (; *from; from = sentence_end(from)) {
        size_t length = (size_t)(sentence_end(from) - from);
        struct marked *both = NEW(s->arena, struct marked);
        double worth;

        here = NEW(s->arena, struct marked);
        mark_text(s, from, length, here, NULL, NULL);
        merge(whole, here);
        *both = *here;
        merge(both, before);
        worth = cover(s, both, title);
        if (worth > hit->features[ASK_PASSAGE] + 1e-9) {
            hit->features[ASK_PASSAGE] = worth;
            hit->from = (size_t)(last - body);
            hit->until = (size_t)(from - body) + length;
        }
        before = here;
        last = from;
    }
    while (hit->until - hit->from < SHORTEST_PASSAGE && body[hit->until])
        hit->until = (size_t)(sentence_end(body + hit->until) - body);
    if (hit->features[ASK_PASSAGE] < 0)
        hit->features[ASK_PASSAGE] = cover(s, title, NULL);
}

/* What a term is worth in this article; 0 when it is not there. */
static double
posting_worth(const struct ask_index *index, const struct entry *e, size_t source)
{
    size_t low = 0, high = e->count;

    if (source >= index->built) {
        const struct later *it = e->later;

        while (it && it->posting.source != source)
            it = it->next;
        return it ? (double)it->posting.worth : 0;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (e->postings[middle].source < source)
            low = middle + 1;
        else
            high = middle;
    }
    return low < e->count && e->postings[low].source == source ? (double)e->postings[low].worth : 0;
}

static double
first_score(const struct seeking *s, size_t source)
{
    double sum = 0;

    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].entry)
            sum += s->items[i].worth * posting_worth(s->index, s->items[i].entry, source);
    return s->most > 0 ? sum / s->most : 0;
}

static const double feature_worth[ASK_FEATURES] = {
    [ASK_FIRST] = 1.0,  [ASK_COVER] = 1.0, [ASK_PASSAGE] = 0.95,
    [ASK_TITLE] = 0.55, [ASK_ASKED] = 0.5, [ASK_PRIOR] = 0.5,
};

static void
look_closely(const struct seeking *s, const struct ask_lessons *lessons, struct ask_hit *hit)
{
    const struct ask_source *it = &s->index->sources[hit->source];
    struct marked *title = NEW(s->arena, struct marked), *whole = NEW(s->arena, struct marked);
    double own = 0, asked = 0;

    mark_text(s, it->title, strlen(it->title), title, &own, &asked);
    hit->features[ASK_ASKED] = own > 0 ? asked / own : 0;
    if (it->category)
        mark_text(s, it->category, strlen(it->category), title, NULL, NULL);
    if (it->keywords)
        mark_text(s, it->keywords, strlen(it->keywords), title, NULL, NULL);
    hit->features[ASK_TITLE] = cover(s, title, NULL);
    *whole = *title;
    find_passage(s, it->body ? it->body : "", title, whole, hit);
    hit->features[ASK_COVER] = cover(s, whole, NULL);
    hit->features[ASK_MEANT] = cover_concepts(s, whole, 0.5);
    hit->features[ASK_MEANT_TITLE] = cover_concepts(s, title, 0.3);
    hit->features[ASK_TOPIC] = cover_topic(s, cover_letters(s, whole, NULL));
    hit->features[ASK_FIRST] = first_score(s, hit->source);
    hit->features[ASK_PRIOR] = lesson_for(s, lessons, it->id);
    for (size_t f = 0; f < ASK_FEATURES; f++)
        hit->score += feature_worth[f] * hit->features[f] / ALL_WORTH;
}

static int
by_score(const void *left, const void *right)
{
    const struct ask_hit *l = left, *r = right;

    return l->score > r->score ? -1 : l->score < r->score ? 1 : l->source > r->source ? 1 : -1;
}

void
ask_index_find(struct arena *arena, const struct ask_index *index, const char *question,
               const struct ask_lessons *lessons, struct ask_hits *out)
{
    struct seeking s = { .arena = arena, .index = index };
    struct ask_hit *hits = NEW_ARRAY(arena, LOOKED_AT, struct ask_hit);
    size_t best[LOOKED_AT + 1], count;

    *out = (struct ask_hits){ 0 };
    read_question(&s, question);
    count = best_of(&s, best);
    for (size_t i = 0; i < count; i++) {
        hits[i].source = best[i];
        look_closely(&s, lessons, &hits[i]);
    }
    if (count)
        qsort(hits, count, sizeof *hits, by_score);
    out->count = count < ASK_HITS ? count : ASK_HITS;
    memcpy(out->items, hits, out->count * sizeof *hits);
    out->mass = s.mass / entry_rarity(index, NULL);
    out->letters = s.letters.count;
    out->confidence = ask_trust(out);
}
