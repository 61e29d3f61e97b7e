#include "base/arena.h"
#include "desk/asked.h"
#include "desk/periodic_parts.h"
#include "store/act.h"
#include "store/query.h"

enum { TOP = 10 };

/* What staff asked the automatic answers, by the article that answered or came nearest. The
   words of a question are personal: a report has none of them. */
struct topic {
    int64_t article; /* 0: none came near */
    const char *title;
    int64_t asked;
    int64_t solved;
    int64_t unsolved;
};
struct topics {
    struct topic *rows;
    size_t count;
};

static const struct query topics_query = {
    .name = "periodic.topics",
    .sql = "SELECT COALESCE(article, 0) AS article, MAX(COALESCE(title, '')) AS title,"
           " COUNT(*) AS asked, SUM(CASE WHEN outcome = 'solved' THEN 1 ELSE 0 END) AS solved,"
           " SUM(CASE WHEN outcome = 'unsolved' THEN 1 ELSE 0 END) AS unsolved"
           " FROM asked_question WHERE contract = :contract AND removed_at IS NULL"
           " AND created_at >= :from AND created_at < :until AND answered = :answered"
           " GROUP BY COALESCE(article, 0) ORDER BY 3 DESC, 1 LIMIT :most",
    .row_size = sizeof(struct topic),
    .columns = COLUMNS(COLUMN(struct topic, article), COLUMN(struct topic, title),
                       COLUMN(struct topic, asked), COLUMN(struct topic, solved),
                       COLUMN(struct topic, unsolved)),
};

static bool
read_topics(struct periodic *p, bool answered, struct topics *out)
{
    return QUERY(p->a, &topics_query, *out, BIND(contract, p->order->contract),
                 BIND(from, stretch_begin(&p->now)), BIND(until, stretch_end(&p->now)),
                 BIND(answered, answered), BIND(most, (int64_t)TOP));
}

/* The questions of the period; `outcome` NULL for any. */
static struct figure
all_asked(struct periodic *p, const char *answered, const char *outcome)
{
    return counted(&p->counter, &asked_ledger,
                   FILTERS("created_at.ge", p->now.first, "created_at.le", p->now.last, "answered",
                           answered, outcome ? "outcome" : NULL, outcome));
}

static struct figure
of_topic(struct periodic *p, const struct topic *topic, const char *answered, const char *outcome,
         int64_t number)
{
    const char *id = arena_print(p->a->arena, "%lld", (long long)topic->article);

    return counted_by(&p->counter, &asked_ledger,
                      FILTERS("created_at.ge", p->now.first, "created_at.le", p->now.last,
                              "answered", answered, topic->article ? "article" : "article.empty",
                              topic->article ? id : "true", outcome ? "outcome" : NULL, outcome),
                      number);
}

static void
write_numbers(struct periodic *p)
{
    static const struct {
        const char *label, *answered, *outcome;
    } lines[] = {
        { "答えた", "true", NULL },
        { "うち「解決した」", "true", "solved" },
        { "うち「解決しない」", "true", "unsolved" },
        { "確かな答えがなかった", "false", NULL },
    };
    struct table_maker t;
    struct document_table *table = periodic_pairs(p, &t, "自動応答への質問", "件");

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        periodic_label(p, &t, lines[i].label);
        table_cell(&t, all_asked(p, lines[i].answered, lines[i].outcome));
    }
    compose_table(p->c, table);
}

static void
write_articles(struct periodic *p, const struct topics *topics)
{
    static const struct document_column columns[] = {
        { .title = "記事" },
        { .title = "答えた数", .align = ALIGN_RIGHT, .width = 200 },
        { .title = "解決した", .align = ALIGN_RIGHT, .width = 200 },
        { .title = "解決しない", .align = ALIGN_RIGHT, .width = 200 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 4);

    table->caption = "よく使われた記事";
    table->unit = "件";
    table->note = "注　多い順に10件まで示した。";
    for (size_t i = 0; i < topics->count; i++) {
        const struct topic *it = &topics->rows[i];

        periodic_label(p, &t, it->title);
        table_cell(&t, of_topic(p, it, "true", NULL, it->asked));
        table_cell(&t, of_topic(p, it, "true", "solved", it->solved));
        table_cell(&t, of_topic(p, it, "true", "unsolved", it->unsolved));
    }
    compose_table(p->c, table);
}

static void
write_unanswered(struct periodic *p, const struct topics *topics)
{
    static const struct document_column columns[] = {
        { .title = "いちばん近い記事" },
        { .title = "質問", .align = ALIGN_RIGHT, .width = 200 },
    };
    struct table_maker t;
    struct document_table *table = table_begin(&t, p->a->arena, columns, 2);

    table->caption = "答えられなかった話題";
    table->unit = "件";
    table->note = "注　質問の文は個人情報を含むことがあるため、ここには示さない。"
                  "「未回答の質問」で、似た質問をまとめて読める。";
    for (size_t i = 0; i < topics->count; i++) {
        const struct topic *it = &topics->rows[i];

        periodic_label(p, &t, it->article ? it->title : "近い記事がない");
        table_cell(&t, of_topic(p, it, "false", NULL, it->asked));
    }
    compose_table(p->c, table);
}

bool
periodic_answers(struct periodic *p)
{
    struct topics answered, unanswered;

    if (!read_topics(p, true, &answered) || !read_topics(p, false, &unanswered))
        return false;
    compose_section(p->c, 1, "自動応答");
    if (!answered.count && !unanswered.count) {
        compose_paragraph(p->c, "自動応答への質問は0件である。");
        return true;
    }
    write_numbers(p);
    if (answered.count)
        write_articles(p, &answered);
    if (unanswered.count)
        write_unanswered(p, &unanswered);
    else
        compose_paragraph(p->c, "答えられなかった質問は0件である。");
    return !p->counter.failed;
}
