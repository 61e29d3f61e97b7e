#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/session.h"

/* What the user may do with some of the records at least. */
static void
write_may(struct act *a, struct buffer *out, const struct ledger *l)
{
    bool first = true;

    buffer_text(out, ",\"may\":[");
    for (size_t i = 0; i < DEEDS; i++) {
        if (!access_may(a, l, 1u << i, NULL))
            continue;
        buffer_print(out, "%s\"%s\"", first ? "" : ",", deed_faces[i].name);
        first = false;
    }
    buffer_char(out, ']');
}

bool
api_ledgers(struct act *a, const struct request *q, struct reply *r)
{
    struct buffer *out = &r->body;
    const struct ledger *const *all;
    size_t count;
    bool first = true;

    if (!api_query_known(a, q, ""))
        return false;
    all = ledgers_all(&count);
    buffer_text(out, "{\"ledgers\":[");
    for (size_t i = 0; i < count; i++) {
        if (!access_may(a, all[i], DEED_READ, NULL))
            continue;
        buffer_text(out, first ? "{\"name\":" : ",{\"name\":");
        first = false;
        json_text(out, all[i]->name);
        buffer_text(out, ",\"title\":");
        json_text(out, all[i]->title);
        buffer_text(out, ",\"help\":");
        json_text(out, all[i]->help);
        buffer_print(out, ",\"href\":\"/api/v1/%s\"", all[i]->name);
        write_may(a, out, all[i]);
        buffer_char(out, '}');
    }
    buffer_text(out, "]}\n");
    return true;
}

/* A record with its title, whatever the rights: a member knows what he is a member of. */
static bool
write_titled(struct act *a, struct buffer *out, const char *name, const struct ledger *l,
             int64_t id)
{
    struct record *row = ledger_new(a, l);
    bool found = false;

    if (id && !shape_read(a, shape_of(l), id, false, row, &found))
        return false;
    json_key(out, name, false);
    api_ref(out, found ? id : 0, found ? record_title(a, l, row) : NULL);
    return true;
}

static void
write_date(struct buffer *out, const char *name, struct date date)
{
    char text[DATE_TEXT];

    json_key(out, name, false);
    if (date.day)
        date_print(date, text);
    json_text(out, date.day ? text : NULL);
}

static bool
write_membership(struct act *a, struct buffer *out, const struct membership *in)
{
    buffer_text(out, "{\"role\":");
    json_text(out, role_name(in->role));
    buffer_text(out, ",\"role_title\":");
    json_text(out, role_title(in->role));
    if (!write_titled(a, out, "contract", &contract_ledger, in->contract) ||
        !write_titled(a, out, "organisation", &organisation_ledger, in->organisation))
        return false;
    write_date(out, "from", in->from);
    write_date(out, "until", in->until);
    buffer_char(out, '}');
    return true;
}

bool
api_me(struct act *a, const struct request *q, struct reply *r)
{
    struct buffer *out = &r->body;
    const struct who *who = a->who;

    if (!api_query_known(a, q, ""))
        return false;
    buffer_text(out, "{\"id\":");
    buffer_int(out, who->id);
    buffer_text(out, ",\"login\":");
    json_text(out, who->login);
    buffer_text(out, ",\"title\":");
    json_text(out, who->title);
    if (!write_titled(a, out, "person", &person_ledger, who->person))
        return false;
    json_key(out, "by_token", false);
    json_flag(out, q->session && q->session->by_token);
    buffer_text(out, ",\"memberships\":[");
    for (size_t i = 0; i < who->count; i++) {
        if (i)
            buffer_char(out, ',');
        if (!write_membership(a, out, &who->in[i]))
            return false;
    }
    buffer_text(out, "]}\n");
    return true;
}
