/* Making a plan: the chosen differences, the directory as it is now, the steps between. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/digits.h"
#include "contract/consequence.h"
#include "desk/account.h"
#include "desk/account_directory.h"
#include "desk/account_plan.h"
#include "desk/account_plan_parts.h"
#include "desk/account_steps.h"
#include "ledger/core/core.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/query.h"
#include "web/directory_link.h"

enum { SHOWN = 20000 };

struct drafting {
    struct account_plan *plan;
    struct account_directory *directory;
    struct directory_link *link;
    struct account_picture picture;
    struct account_side *sides;
    size_t side_count;
    struct account_step *steps;
    size_t count;
    struct buffer changes;
    struct buffer notes; /* what could not be planned */
};

static const struct query chosen_query = {
    .name = "account_plan.chosen_ids",
    .sql = "SELECT id FROM account_difference WHERE contract = :contract"
           " AND directory = :directory AND state = 'chosen' AND removed_at IS NULL"
           " ORDER BY title, id LIMIT :most",
    FOUND_IDS,
};

struct chosen {
    struct found_id *rows;
    size_t count;
};

/* --- one difference --------------------------------------------------------------------------- */

static const struct account_side *
side_of(const struct drafting *d, int64_t account)
{
    for (size_t i = 0; account && i < d->side_count; i++)
        if (d->sides[i].id == account)
            return &d->sides[i];
    return NULL;
}

/* By its name of today: the entry may have been moved since the comparison. */
static bool
entry_of(struct act *a, const struct drafting *d, const char *login, struct ldif_entry **out)
{
    const char *dn = NULL, *why = "";

    *out = NULL;
    if (!d->link)
        return true;
    for (size_t i = 0; i < d->picture.count; i++)
        if (strcasecmp(d->picture.entries[i].login, login) == 0) {
            if (dn)
                return fail(a, FAULT_CLASH, NULL, "同じ名前が2つあります");
            dn = d->picture.entries[i].dn;
        }
    return !dn ||
           directory_link_read(d->link, dn, account_disabled_attribute(d->directory), out, &why) ||
           fail(a, FAULT_BROKEN, NULL, "%s", why);
}

/* The name of who uses the account, as the ledger of people or the account itself has it. */
static bool
display_of(struct act *a, const struct account_side *side, const char **out)
{
    struct account *account = ledger_new(a, &account_ledger);
    struct person *person = ledger_new(a, &person_ledger);
    bool found;

    *out = NULL;
    if (!side)
        return true;
    if (!shape_read(a, shape_of(&account_ledger), side->id, true, account, &found))
        return false;
    *out = found ? account->person_name : NULL;
    if (!found || !account->person.id)
        return true;
    if (!shape_read(a, shape_of(&person_ledger), account->person.id, true, person, &found))
        return false;
    if (found)
        *out = person->name && *person->name ? person->name : person->title;
    return true;
}

static void
note(struct drafting *d, const char *login, const char *why)
{
    if (d->notes.length < 4000)
        buffer_print(&d->notes, "%s：%s。\n", login, why);
}

/* What the operation touches, as it is now. */
static void
show_before(struct act *a, const struct ldif_change *change, const struct ldif_entry *now,
            struct prose *out)
{
    struct buffer text = { .arena = a->arena };
    struct ldif_entry part = { .dn = change->dn };

    if (!now) {
        out->text = "（ありません）";
        return;
    }
    if (change->deed == LDIF_DELETE) {
        ldif_show_entry(&text, now);
    } else {
        part.attributes = NEW_ARRAY(a->arena, change->count + 1, struct ldif_attribute);
        for (size_t i = 0; i < change->count; i++) {
            const struct ldif_attribute *has = ldif_attribute(now, change->parts[i].attribute.name);

            if (has)
                part.attributes[part.count++] = *has;
        }
        ldif_show_entry(&text, &part);
    }
    if (text.length > SHOWN) {
        buffer_clear(&text);
        buffer_text(&text, "（長いため、ここには示しません）");
    }
    out->text = digits_mask_my_number(a->arena, buffer_string(&text));
}

static bool
add_step(struct act *a, struct drafting *d, int64_t difference,
         const struct account_operation *operation)
{
    struct account_step *it = &d->steps[d->count];
    struct buffer shown = { .arena = a->arena };
    struct ldif_change reverse;
    struct ldif_entry *now = NULL;
    const char *why = "";

    if (d->link && !directory_link_read(d->link, operation->change.dn,
                                        account_disabled_attribute(d->directory), &now, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!ldif_reverse(a->arena, &operation->change, now, &reverse))
        return fail(a, FAULT_CLASH, NULL, "「%s」は元に戻せない操作なので、計画できません。",
                    operation->words);
    *it = *(struct account_step *)ledger_new(a, &account_step_ledger);
    it->base.contract = d->plan->base.contract;
    it->plan.id = d->plan->base.id;
    it->title = operation->words;
    it->position = (int64_t)++d->count;
    it->difference.id = difference;
    ldif_show(&shown, &operation->change);
    it->operation.text = digits_mask_my_number(a->arena, buffer_string(&shown));
    show_before(a, &operation->change, now, &it->entry_before);
    it->expects = account_fingerprint(a, &reverse);
    ldif_write(&d->changes, &operation->change);
    return true;
}

static bool
draw_one(struct act *a, struct drafting *d, int64_t id)
{
    struct account_difference *it = ledger_new(a, &account_difference_ledger);
    struct account_wish wish = { .directory = d->directory, .picture = &d->picture };
    struct account_operations made;
    struct ldif_entry *entry;

    if (!consequence_read(a, &account_difference_ledger, id, it))
        return false;
    wish.login = it->title;
    wish.remedy = it->remedy.code;
    wish.side = side_of(d, it->account.id);
    if (!entry_of(a, d, it->title, &entry) || !display_of(a, wish.side, &wish.display))
        return false;
    wish.entry = entry;
    if (!d->link && (!wish.remedy || strcmp(wish.remedy, "add") != 0)) {
        note(d, it->title, "つながらない区分では、加える操作だけを計画します");
        return true;
    }
    account_steps(a->arena, &wish, &made);
    if (made.why)
        note(d, it->title, made.why);
    else if (!made.count)
        note(d, it->title, "もう違いがありません");
    if (d->count + made.count > ACCOUNT_STEPS) {
        note(d, it->title, "操作が多いため、次の計画に回します");
        return true;
    }
    for (size_t i = 0; i < made.count; i++)
        if (!add_step(a, d, id, &made.rows[i]))
            return false;
    return true;
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool
write_plan(struct act *a, void *with)
{
    struct drafting *d = with;
    struct account_plan *it = ledger_new(a, &account_plan_ledger);

    if (!consequence_read(a, &account_plan_ledger, d->plan->base.id, it))
        return false;
    if (!state_is(&it->base, "drafting"))
        return true;
    for (size_t i = 0; i < d->count; i++) {
        struct account_step *step = ledger_new(a, &account_step_ledger);

        *step = d->steps[i];
        if (!ledger_keep(a, &account_step_ledger, NULL, step))
            return false;
    }
    it->base.state = d->count ? "planned" : "cancelled";
    it->steps = (int64_t)d->count;
    it->done = 0;
    it->changes = d->plan->changes;
    it->outcome.text = buffer_string(&d->notes);
    return ledger_keep(a, &account_plan_ledger, NULL, it);
}

static bool
read_all(struct act *a, struct drafting *d)
{
    struct account_directory whole;
    struct chosen chosen;

    if (!account_sides_read(a, d->directory, &d->sides, &d->side_count) ||
        !QUERY(a, &chosen_query, chosen, bind_int("contract", d->plan->base.contract),
               bind_int("directory", d->directory->base.id), bind_int("most", ACCOUNT_STEPS)))
        return false;
    whole = *d->directory;
    whole.groups_kept = true; /* who goes leaves his groups, whether they are compared or not */
    if (d->link && !account_directory_read(a, &whole, d->link, &d->picture))
        return false;
    d->steps = NEW_ARRAY(a->arena, ACCOUNT_STEPS, struct account_step);
    for (size_t i = 0; i < chosen.count; i++)
        if (!draw_one(a, d, chosen.rows[i].id))
            return false;
    if (!d->count)
        buffer_text(&d->notes, "することがありませんでした。");
    return true;
}

static bool
keep_file(struct act *a, struct drafting *d)
{
    char *name = arena_get(a->arena, BLOB_NAME);

    if (!d->count)
        return true;
    if (!blob_write(a, d->plan->base.contract, buffer_string(&d->changes), d->changes.length, name))
        return false;
    d->plan->changes = (struct file){ name, "changes.ldif", (int64_t)d->changes.length };
    return true;
}

/* What went wrong is the plan's outcome. */
static bool
give_up(struct act *a, struct drafting *d, struct job *job, size_t faults)
{
    buffer_print(&d->notes, "計画を作れませんでした：%s",
                 a->last_fault ? a->last_fault->message : "");
    act_forgive(a, faults);
    d->count = 0;
    d->plan->changes = (struct file){ 0 };
    return account_write_within(a, job, write_plan, d);
}

bool
account_plan_draft(struct act *a, int64_t plan, struct job *job)
{
    struct drafting d = { .plan = ledger_new(a, &account_plan_ledger),
                          .directory = ledger_new(a, &account_directory_ledger) };
    size_t faults = a->fault_count;
    const struct desk_directory *place;
    const char *why = "";
    bool good;

    d.changes.arena = d.notes.arena = a->arena;
    if (!consequence_read(a, &account_plan_ledger, plan, d.plan))
        return false;
    if (!state_is(&d.plan->base, "drafting"))
        return true;
    if (!consequence_read(a, &account_directory_ledger, d.plan->directory.id, d.directory))
        return false;
    place = account_directory_place(d.directory);
    /* As who will change it: another account might not be shown the same values. */
    good =
        !place ||
        directory_link_open(a->arena, place->changing.account ? &place->changing : &place->reading,
                            &d.link, &why) ||
        fail(a, FAULT_BROKEN, NULL, "%s", why);
    good = good && read_all(a, &d) && keep_file(a, &d);
    if (d.link)
        directory_link_close(d.link);
    act_end(a);
    if (!personal_ensure(a, d.plan->base.contract))
        return false;
    if (good && account_write_within(a, job, write_plan, &d))
        return true;
    /* Who lost the lease, or the database, leaves it to the next. */
    return (!good || act_fault_kind(a) == FAULT_INVALID) && give_up(a, &d, job, faults);
}
