#include "contract/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "contract/assignment.h"
#include "contract/qualification.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_ROWS = 1000, MOST_EXPERIENCES = 3 };

static bool
read_all(struct act *a, const struct ledger *l, int64_t contract, struct list *out)
{
    struct pair items[] = { { "contract", arena_print(a->arena, "%lld", (long long)contract) },
                            { "sort", "id" } };
    struct list_request request;

    if (!list_parse(a, l, &(struct pairs){ items, 2 }, &request))
        return false;
    request.limit = MOST_ROWS;
    request.patient = true;
    request.personal = access_may(a, l, DEED_READ | DEED_PERSONAL, NULL);
    return list_read(a, &request, out);
}

static const char *
text(const char *value)
{
    return value ? value : "";
}

static const char *
qualifications(struct act *a, const struct list *list, int64_t person, struct date day)
{
    struct buffer out = { .arena = a->arena };

    for (size_t i = 0; i < list->count; i++) {
        const struct qualification *it = (const struct qualification *)list->rows + i;

        if (it->person.id != person || (it->expires_on.day && it->expires_on.day < day.day))
            continue;
        buffer_print(&out, "%s%s", out.length ? "、" : "", it->title);
        if (it->number && *it->number)
            buffer_print(&out, "（%s）", it->number);
    }
    return buffer_string(&out);
}

static void
month(struct buffer *out, struct date date)
{
    struct day day = date_take(date);

    buffer_print(out, "%04d-%02d", day.year, day.month);
}

/* The newest few: the rows come in the order of their writing, newest last. */
static const char *
experience(struct act *a, const struct list *list, int64_t person)
{
    struct buffer out = { .arena = a->arena };
    int count = 0;

    for (size_t i = list->count; i-- > 0 && count < MOST_EXPERIENCES;) {
        const struct experience *it = (const struct experience *)list->rows + i;

        if (it->person.id != person)
            continue;
        buffer_print(&out, "%s%s（", count++ ? "、" : "", it->title);
        month(&out, it->from);
        buffer_text(&out, "から");
        if (it->until.day) {
            month(&out, it->until);
            buffer_text(&out, "まで");
        }
        buffer_text(&out, "）");
    }
    return buffer_string(&out);
}

static bool
is_there(const struct assignment *it, struct date day)
{
    return (strcmp(it->base.state, "active") == 0 || strcmp(it->base.state, "left") == 0) &&
           it->from.day <= day.day && (!it->until.day || it->until.day >= day.day);
}

static bool
handles(const struct assignment *it)
{
    return it->personal_data || strcmp(text(it->role.code), "information_manager") == 0 ||
           strcmp(text(it->role.code), "information_handler_manager") == 0;
}

static bool
put_person(struct act *a, const struct assignment *it, struct roster_row *row)
{
    struct person *person = ledger_new(a, &person_ledger);

    if (!ledger_show(a, &person_ledger, it->person.id, person))
        return false;
    row->name = person->name && *person->name ? person->name : person->title;
    row->post = text(person->post);
    return true;
}

static int
by_role(const void *left, const void *right)
{
    const struct roster_row *a = left, *b = right;
    size_t at = 0, bt = 0;

    while (assignment_roles[at].code && strcmp(assignment_roles[at].label, a->role) != 0)
        at++;
    while (assignment_roles[bt].code && strcmp(assignment_roles[bt].label, b->role) != 0)
        bt++;
    if (at != bt)
        return at < bt ? -1 : 1;
    return a->assignment < b->assignment ? -1 : a->assignment > b->assignment;
}

bool
roster_read(struct act *a, int64_t contract, struct date day, bool handlers, struct roster *out)
{
    struct list people, papers, pasts;

    if (!read_all(a, &assignment_ledger, contract, &people) ||
        !read_all(a, &qualification_ledger, contract, &papers) ||
        !read_all(a, &experience_ledger, contract, &pasts))
        return false;
    *out = (struct roster){ NEW_ARRAY(a->arena, people.count + 1, struct roster_row), 0 };
    for (size_t i = 0; i < people.count; i++) {
        const struct assignment *it = (const struct assignment *)people.rows + i;
        struct roster_row *row = &out->rows[out->count];

        if (!is_there(it, day) || (handlers && !handles(it)))
            continue;
        *row = (struct roster_row){
            .assignment = it->base.id,
            .person = it->person.id,
            .role = assignment_role_title(it->role.code),
            .employer = it->employer.id ? text(it->employer.title) : text(it->employer_name),
            .employment = assignment_employment_title(it->employment.code),
            .period = { it->from, it->until },
            .personal_data = it->personal_data,
            .card = text(it->card),
            .qualifications = qualifications(a, &papers, it->person.id, day),
            .experience = experience(a, &pasts, it->person.id),
            .pledged_on = it->pledged_on,
            .trained_on = it->trained_on,
            .involvement = assignment_involvement_title(it->involvement.code),
            .capital = text(it->capital),
            .nationality = text(it->nationality),
            .passport = text(it->passport),
            .birthday = text(it->birthday),
            .address = text(it->address),
        };
        if (!put_person(a, it, row))
            return false;
        out->count++;
    }
    qsort(out->rows, out->count, sizeof *out->rows, by_role);
    return true;
}
