#include "contract/demo.h"

#include <string.h>

#include "base/arena.h"
#include "base/pair.h"
#include "contract/form.h"
#include "contract/terms_demo.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct scene_row *const desk_tables[] = {
    demo_people, demo_crew,  demo_care,  demo_events,    demo_meetings,
    demo_work,   demo_money, demo_words, demo_decisions, NULL,
};
static const struct scene_row *const audit_tables[] = { demo_audit, NULL };
static const struct scene_row *const joint_tables[] = { demo_joint, NULL };
static const struct scene_row *const portal_tables[] = { demo_portal, NULL };
static const struct scene_row *const centre_tables[] = { demo_centre, NULL };

static const struct scene scenes[] = {
    { "R8-001", desk_tables },   { "R8-002", audit_tables },  { "R8-003", joint_tables },
    { "R8-004", portal_tables }, { "R8-005", centre_tables },
};

/* --- responses to the questionnaire, which no role may write into their ledger ---------- */

static const struct {
    const char *login;
    const char *answers[3]; /* to its questions in their order */
} responses[] = {
    { "kumo", { "5", "電話\n手順書", "電話がすぐにつながるようになりました。" } },
    { "aoyama", { "4", "手順書", "手順書の図が分かりやすいです。" } },
    { "mochizuki", { "4", "チャット", "" } },
    { "miura", { "3", "電話", "月曜の朝は電話が込み合います。" } },
    { "ooishi", { "5", "手順書\nチャット", "" } },
};

struct form_row {
    int64_t id;
};

static const struct query form_query = {
    .name = "demo.form",
    .sql = "SELECT id FROM form WHERE state = 'open' AND who <> 'apply' AND removed_at IS NULL"
           " ORDER BY id LIMIT 1",
    .row_size = sizeof(struct form_row),
    .columns = COLUMNS(COLUMN(struct form_row, id)),
};

enum { MOST_GIVEN = 16 };

/* Several choices stand a line each. */
static void
give(struct act *a, struct pairs *given, const char *name, const char *answer)
{
    char *rest = arena_copy(a->arena, answer);

    while (rest && given->count < MOST_GIVEN)
        given->items[given->count++] = (struct pair){ name, strsep(&rest, "\n") };
}

static bool
respond(struct act *a, int64_t form, size_t n)
{
    const struct who *console = a->who;
    struct who *who = NEW(a->arena, struct who);
    struct questions all = { 0 };
    struct pairs given = { NEW_ARRAY(a->arena, MOST_GIVEN, struct pair), 0 };
    int64_t response;
    bool good;

    if (!questions_read(a, form, &all) || !who_by_login(a, responses[n].login, who))
        return false;
    for (size_t i = 0; i < all.count && i < 3; i++)
        give(a, &given, question_name(a, all.rows[i]), responses[n].answers[i]);
    a->who = who;
    good = form_send(a, form, &given, NULL, 0, &response);
    a->who = console;
    return good;
}

bool
contract_demo(struct act *a)
{
    struct form_row form;
    bool found, good = terms_demo(a);

    for (size_t i = 0; good && i < sizeof scenes / sizeof *scenes; i++)
        good = scene_play(a, &scenes[i]);
    good = good && query_first(a, &form_query, &form, &found, UNBOUND);
    for (size_t i = 0; good && found && i < sizeof responses / sizeof *responses; i++)
        good = respond(a, form.id, i);
    return good;
}
