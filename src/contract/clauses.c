#include "contract/clauses.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "base/utf8.h"

/* Kinds of numbers, the higher ones above the lower ones. */
enum rank {
    RANK_NONE,
    RANK_PART,                       /* 第1編 */
    RANK_CHAPTER,                    /* 第1章 */
    RANK_SECTION,                    /* 第1節 */
    RANK_ARTICLE,                    /* 第1条 */
    RANK_NUMBER,                     /* 1, 第1項 */
    RANK_DOTTED,                     /* 1.2 and deeper: + parts */
    RANK_BRACKET = RANK_DOTTED + 10, /* (1), 第1号 */
    RANK_KANA,                       /* ア, a */
    RANK_CIRCLE,                     /* ① */
};

enum { DEEPEST = 20, MOST_DOTS = 9, TABLE_COLUMNS = 6 };
enum { KANA_FIRST = 0x30a1, KANA_LAST = 0x30f3, CIRCLE_FIRST = 0x2460, CIRCLE_LAST = 0x2487 };

struct numbering {
    enum rank rank;
    const char *text; /* as written */
    size_t length;    /* bytes of the paragraph it takes, with the blank behind */
};

/* An open clause: those above the present one. */
struct above {
    enum rank rank;
    int level;
    size_t row;
};

struct gathering {
    struct arena *arena;
    struct clauses out;
    struct above stack[DEEPEST];
    size_t depth;
    size_t unnumbered;
};

/* --- the numbers people write ---------------------------------------------------- */

static size_t
blank_at(const char *text)
{
    if (*text == ' ' || *text == '\t')
        return 1;
    return strncmp(text, "　", 3) == 0 ? 3 : 0;
}

/* Digits of any width, or kanji numbers; bytes taken. */
static size_t
digits_at(const char *text)
{
    static const char *const signs[] = { "０", "１", "２", "３", "４", "５", "６",
                                         "７", "８", "９", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九", "十", "百" };
    size_t length = 0;

    for (;;) {
        size_t i = 0, count = sizeof signs / sizeof *signs;

        if (text[length] >= '0' && text[length] <= '9') {
            length++;
            continue;
        }
        while (i < count && strncmp(text + length, signs[i], 3) != 0)
            i++;
        if (i == count)
            return length;
        length += 3;
    }
}

static size_t
starts(const char *text, const char *word)
{
    size_t length = strlen(word);

    return strncmp(text, word, length) == 0 ? length : 0;
}

/* 第4条の2 */
static bool
counted(const char *text, struct numbering *out)
{
    static const struct {
        const char *word;
        enum rank rank;
    } kinds[] = { { "編", RANK_PART },    { "章", RANK_CHAPTER }, { "節", RANK_SECTION },
                  { "条", RANK_ARTICLE }, { "項", RANK_NUMBER },  { "号", RANK_BRACKET } };
    size_t at = starts(text, "第"), digits = at ? digits_at(text + at) : 0;

    if (!digits)
        return false;
    at += digits;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t word = starts(text + at, kinds[i].word), more;

        if (!word)
            continue;
        at += word;
        more = starts(text + at, "の");
        if (more && digits_at(text + at + more))
            at += more + digits_at(text + at + more);
        *out = (struct numbering){ kinds[i].rank, NULL, at };
        return true;
    }
    return false;
}

/* 1, 4-2, 1.2.3, 2． – with something behind that is no part of a number. */
static bool
dotted(const char *text, struct numbering *out)
{
    static const char *const dots[] = { ".", "-", "．", "－", "‐", "－", "・" };
    size_t at = digits_at(text), parts = at > 0, blank;
    bool ended = false;

    while (at && parts < MOST_DOTS && !ended) {
        size_t dot = 0;

        for (size_t i = 0; i < sizeof dots / sizeof *dots && !dot; i++)
            dot = starts(text + at, dots[i]);
        if (!dot)
            break;
        ended = digits_at(text + at + dot) == 0;
        at += dot + digits_at(text + at + dot);
        parts += !ended;
    }
    blank = at ? blank_at(text + at) : 0;
    if (!at || (!ended && !blank && text[at]))
        return false;
    *out = (struct numbering){ parts > 1 ? (enum rank)(RANK_DOTTED + (int)parts) : RANK_NUMBER,
                               NULL, at };
    return true;
}

static bool
is_kana(const char *text)
{
    uint32_t code = utf8_next(&text);

    return code >= KANA_FIRST && code <= KANA_LAST;
}

/* (1), （ア）, １） */
static bool
bracketed(const char *text, struct numbering *out)
{
    size_t open = starts(text, "(") + starts(text, "（");
    size_t digits = digits_at(text + open), close;

    if (open && !digits && is_kana(text + open))
        digits = 3;
    close = digits ? starts(text + open + digits, ")") + starts(text + open + digits, "）") : 0;
    if (!close)
        return false;
    *out = (struct numbering){ RANK_BRACKET, NULL, open + digits + close };
    return true;
}

/* ア 、イ　, ①, ⑴ */
static bool
single(const char *text, struct numbering *out)
{
    const char *at = text;
    uint32_t code = utf8_next(&at);

    if (code >= CIRCLE_FIRST && code <= CIRCLE_LAST) {
        *out = (struct numbering){ RANK_CIRCLE, NULL, (size_t)(at - text) };
        return true;
    }
    if (!is_kana(text) || (!blank_at(at) && !starts(at, "．")))
        return false;
    *out = (struct numbering){ RANK_KANA, NULL, 3 + starts(text + 3, "．") };
    return true;
}

static bool
number_of(struct arena *arena, const char *text, struct numbering *out)
{
    *out = (struct numbering){ RANK_NONE, NULL, 0 };
    if (!counted(text, out) && !bracketed(text, out) && !single(text, out) && !dotted(text, out))
        return false;
    out->text = arena_slice(arena, text, out->length);
    while (blank_at(text + out->length))
        out->length += blank_at(text + out->length);
    return true;
}

/* 2． and 2. are called 2. */
static const char *
tidy_number(struct arena *arena, const char *text)
{
    static const char *const ends[] = { ".", "．", "、", "-" };
    char *out = text_clean(arena, text);
    size_t length = strlen(out);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);

        if (length > end && strcmp(out + length - end, ends[i]) == 0) {
            out[length - end] = '\0';
            break;
        }
    }
    return out;
}

/* --- clauses ---------------------------------------------------------------------- */

static bool
is_taken(const struct gathering *g, const char *number)
{
    for (size_t i = 0; i < g->out.count; i++)
        if (strcmp(g->out.rows[i].number, number) == 0)
            return true;
    return false;
}

/* Numbers that count through the document stand alone; others below their parent. */
static const char *
whole_number(struct gathering *g, const struct numbering *n)
{
    const char *parent = g->depth ? g->out.rows[g->stack[g->depth - 1].row].number : NULL;
    const char *number = n->text;
    bool alone = (n->rank > RANK_NONE && n->rank <= RANK_ARTICLE) ||
                 (n->rank > RANK_DOTTED && n->rank < RANK_BRACKET);

    if (parent && (!alone || is_taken(g, number)))
        number = arena_print(g->arena, "%s %s", parent, n->text);
    for (int again = 2; is_taken(g, number); again++) {
        const char *more = arena_print(g->arena, "%s（%d）", number, again);

        if (!is_taken(g, more))
            return more;
    }
    return number;
}

static const char *
kind_of(enum rank rank, int level)
{
    static const char *const by_level[] = { "chapter", "article", "paragraph" };

    if (rank == RANK_PART || rank == RANK_CHAPTER)
        return "chapter";
    if (rank == RANK_ARTICLE)
        return "article";
    return level <= 3 ? by_level[level - 1] : "item";
}

/* Closes what is not above the new one. */
static int
level_of(struct gathering *g, enum rank rank, int given)
{
    while (g->depth && (given > 0 ? g->stack[g->depth - 1].level >= given
                                  : g->stack[g->depth - 1].rank >= rank))
        g->depth--;
    if (given > 0)
        return given;
    return g->depth ? g->stack[g->depth - 1].level + 1 : 1;
}

static const char *
chapter_of(struct gathering *g, const struct clause *row)
{
    const struct clause *top = g->depth ? &g->out.rows[g->stack[0].row] : row;
    size_t line = strcspn(top->text, "\n");

    return text_cut(g->arena, arena_print(g->arena, "%s %.*s", top->number, (int)line, top->text),
                    60);
}

static void
begin_clause(struct gathering *g, struct numbering n, int given, const char *text)
{
    struct clause *row = &g->out.rows[g->out.count];
    int level = level_of(g, n.rank, given);

    if (!n.text)
        n.text = arena_print(g->arena, "見出し%zu", ++g->unnumbered);
    n.text = tidy_number(g->arena, n.text);
    row->number = whole_number(g, &n);
    row->level = level;
    row->kind = kind_of(n.rank, level);
    row->text = *text ? arena_copy(g->arena, text) : row->number;
    row->chapter = chapter_of(g, row);
    if (g->depth)
        g->out.rows[g->stack[g->depth - 1].row].heads = true;
    if (g->depth < DEEPEST)
        g->stack[g->depth++] = (struct above){ n.rank, level, g->out.count };
    g->out.count++;
}

static void
take_paragraph(struct gathering *g, const struct clause_paragraph *p)
{
    const char *text = text_clean(g->arena, p->text ? p->text : "");
    struct numbering n = { RANK_NONE, NULL, 0 };
    bool listed = p->number && *p->number;

    if (!*text && !listed)
        return;
    if (listed) {
        number_of(g->arena, p->number, &n);
        n.text = p->number;
        if (n.rank == RANK_NONE)
            n.rank = RANK_NUMBER;
    } else if (number_of(g->arena, text, &n)) {
        text += n.length;
    }
    if (n.rank != RANK_NONE || p->level > 0) {
        begin_clause(g, n, p->level, text);
    } else if (g->out.count) {
        struct clause *last = &g->out.rows[g->out.count - 1];

        last->text = arena_print(g->arena, "%s\n%s", last->text, text);
    } else {
        g->out.left_out++;
    }
}

struct clauses
clauses_from_paragraphs(struct arena *arena, const struct clause_paragraph *paragraphs,
                        size_t count)
{
    struct gathering g = { .arena = arena };

    g.out.rows = NEW_ARRAY(arena, count + 1, struct clause);
    for (size_t i = 0; i < count; i++)
        take_paragraph(&g, &paragraphs[i]);
    for (size_t i = 0; i < g.out.count; i++)
        g.out.rows[i].heads = g.out.rows[i].heads && !strstr(g.out.rows[i].text, "。");
    return g.out;
}

/* Not csv_cell, which keeps spreadsheets from running =… by changing the text. */
static void
write_cell(struct buffer *out, const char *text, bool first)
{
    buffer_text(out, first ? "\"" : ",\"");
    for (; *text; text++) {
        if (*text == '"')
            buffer_char(out, '"');
        buffer_char(out, *text);
    }
    buffer_char(out, '"');
}

static void
write_row(struct buffer *out, const char *const *cells)
{
    for (size_t i = 0; i < TABLE_COLUMNS; i++)
        write_cell(out, cells[i], i == 0);
    buffer_text(out, "\r\n");
}

void
clauses_table(struct buffer *out, const struct clauses *clauses)
{
    static const char *const headings[TABLE_COLUMNS] = {
        "番号", "章", "段", "本文", "状態", "備考"
    };

    write_row(out, headings);
    for (size_t i = 0; i < clauses->count; i++) {
        const struct clause *it = &clauses->rows[i];
        const char *const cells[TABLE_COLUMNS] = { it->number,
                                                   it->chapter,
                                                   it->kind,
                                                   it->text,
                                                   it->heads ? "該当なし" : "これから",
                                                   it->heads ? "見出し" : "" };

        write_row(out, cells);
    }
}
