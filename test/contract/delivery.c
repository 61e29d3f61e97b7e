#include "contract/delivery.h"

#include <string.h>

#include "answers.h"
#include "contract/delivery_letter.h"
#include "contract/document.h"
#include "hall.h"
#include "ledger/block.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "render/compose.h"
#include "store/blob.h"
#include "tests.h"

static bool
write_note(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    (void)a;
    (void)order;
    *records = 1;
    compose_section(c, 1, "結果");
    compose_paragraph(c, "指摘は3件です。");
    compose_end(c);
    return true;
}

static const struct report note_report = {
    .key = "note",
    .title = "結果の通知",
    .help = "試しの文書です。",
    .span = SPAN_NONE,
    .roles = 1 << ROLE_LEAD,
    .make = write_note,
};

static void
hall_with_reports(struct test *t, struct hall *h)
{
    static const struct report *const reports[] = { &note_report, NULL };

    hall_open(t, h);
    reports_set(reports);
}

static int64_t
drafted(struct hall *h)
{
    struct act *a = hall_act(h, LEAD);
    struct document_row *it = ledger_new(a, &document_ledger);

    it->base.contract = h->contract;
    it->report = "note";
    hall_done(a, ledger_create(a, &document_ledger, it));
    return it->base.id;
}

static void
move_document(struct hall *h, int64_t id, const char *action)
{
    struct act *a = hall_act(h, LEAD);
    struct document_row *it = ledger_new(a, &document_ledger);

    hall_done(a, ledger_read(a, &document_ledger, id, false, it) &&
                     ledger_move(a, &document_ledger, action, it));
}

static int64_t
issued(struct hall *h)
{
    int64_t id = drafted(h);
    struct act *a = hall_console(h);
    size_t rows;

    hall_done(a, history_seal(a, &rows));
    move_document(h, id, "issue");
    return id;
}

/* Not stored yet. */
static struct delivery *
planned(struct hall *h, struct act *a, int64_t document, const char *way, enum seat recipient)
{
    struct delivery *it = ledger_new(a, &delivery_ledger);

    it->base.contract = h->contract;
    it->document.id = document;
    it->way.code = way;
    it->addressee = "青葉市 情報政策課";
    it->recipient.id = h->who[recipient].person;
    return it;
}

static int64_t
made(struct hall *h, int64_t document, const char *way, enum seat recipient)
{
    struct act *a = hall_act(h, LEAD);
    struct delivery *it = planned(h, a, document, way, recipient);

    hall_done(a, ledger_create(a, &delivery_ledger, it));
    return it->base.id;
}

static struct delivery *
seen(struct hall *h, struct act *a, int64_t id)
{
    struct delivery *it = ledger_new(a, &delivery_ledger);

    (void)h;
    hall_done(a, ledger_read(a, &delivery_ledger, id, false, it));
    return it;
}

static void
a_download_ends_after_thirty_days_and_belongs_to_its_recipient(struct test *t)
{
    struct hall h;
    struct delivery *it;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "download", CHIEF);
    it = seen(&h, hall_act(&h, CHIEF), id);
    assert_int_equal(it->until.day, date_add(instant_date(h.now), DELIVERY_DAYS).day);
    assert_int_equal(it->base.owner, h.who[CHIEF].person);
    assert_string_equal(it->title, "結果の通知　青葉市 情報政策課");
}

static void
no_other_approver_knows_of_it(struct test *t)
{
    struct hall h;
    struct act *a;
    struct delivery *it;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "download", CHIEF);
    a = hall_act(&h, HEAD);
    it = ledger_new(a, &delivery_ledger);
    assert_int_equal(hall_refused(a, ledger_read(a, &delivery_ledger, id, false, it)),
                     FAULT_MISSING);
}

static void
who_cannot_sign_in_here_is_given_no_download(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t document;

    hall_with_reports(t, &h);
    document = issued(&h);
    a = hall_act(&h, LEAD);
    assert_false(
        ledger_create(a, &delivery_ledger, planned(&h, a, document, "download", STRANGER)));
    assert_refused(a, "recipient", "サインインできません");
}

static void
its_files_are_for_the_recipient_until_the_day(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "download", CHIEF);
    a = hall_act(&h, CHIEF);
    assert_done(a, delivery_open(a, seen(&h, a, id)));
    a = hall_act(&h, OFFICER);
    assert_false(delivery_open(a, seen(&h, a, id)));
    assert_int_equal(act_fault_kind(a), FAULT_DENIED);
    h.now = instant_add(h.now, (struct minutes){ (DELIVERY_DAYS + 1) * DAY_MINUTES });
    a = hall_act(&h, CHIEF);
    assert_false(delivery_open(a, seen(&h, a, id)));
    assert_refused(a, "until", "期限が過ぎました");
}

static void
the_first_fetching_hands_it_over(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "download", CHIEF);
    a = hall_act(&h, LEAD);
    hall_done(a, delivery_fetched(a, seen(&h, a, id), "a.pdf"));
    assert_string_equal(seen(&h, hall_act(&h, LEAD), id)->base.state, "ready");
    a = hall_act(&h, CHIEF);
    hall_done(a, delivery_fetched(a, seen(&h, a, id), "a.pdf"));
    hall_done(a, delivery_fetched(a, seen(&h, a, id), "a.docx"));
    assert_string_equal(seen(&h, hall_act(&h, LEAD), id)->base.state, "handed");
    assert_int_equal(hall_count(&h, "SELECT count(*) AS number FROM history WHERE ledger ="
                                    " 'delivery' AND action = 'download'"),
                     3);
}

static void
an_officer_does_not_confirm_for_another(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "paper", CHIEF);
    a = hall_act(&h, LEAD);
    hall_done(a, ledger_move(a, &delivery_ledger, "hand_over", seen(&h, a, id)));
    a = hall_act(&h, OFFICER);
    assert_false(ledger_move(a, &delivery_ledger, "confirm", seen(&h, a, id)));
    assert_refused(a, NULL, "受け取る人か、受託者が");
    a = hall_act(&h, CHIEF);
    hall_done(a, ledger_move(a, &delivery_ledger, "confirm", seen(&h, a, id)));
    assert_int_equal(seen(&h, hall_act(&h, LEAD), id)->received_on.day, instant_date(h.now).day);
}

static void
a_draft_is_not_handed_over(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, drafted(&h), "paper", CHIEF);
    a = hall_act(&h, LEAD);
    assert_false(ledger_move(a, &delivery_ledger, "hand_over", seen(&h, a, id)));
    assert_refused(a, "document", "発行した文書だけ");
}

static void
what_was_withdrawn_is_fetched_no_more(struct test *t)
{
    struct hall h;
    struct document d;
    const char *name;
    struct act *a;
    int64_t document;

    hall_with_reports(t, &h);
    document = issued(&h);
    move_document(&h, document, "withdraw");
    a = hall_act(&h, CHIEF);
    assert_false(delivery_document(a, document, &d, &name));
    assert_refused(a, "document", "取り消されました");
}

static void
an_archive_is_not_handed_over_before_it_is_made(struct test *t)
{
    struct hall h;
    struct act *a;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "zip", CHIEF);
    a = hall_act(&h, LEAD);
    assert_false(ledger_move(a, &delivery_ledger, "hand_over", seen(&h, a, id)));
    assert_refused(a, "hash", "まだ作っていません");
}

static struct delivery *
sealed(struct hall *h, struct act *a, int64_t id, char key[KEY_TEXT])
{
    struct delivery *it = seen(h, a, id);
    struct delivery_files files;

    hall_done(a, delivery_files(a, it, &files) && delivery_seal(a, it, &files, key) &&
                     ledger_change(a, &delivery_ledger, it));
    return it;
}

static void
an_archive_is_taken_out_of_the_store_once(struct test *t)
{
    struct hall h;
    struct act *a;
    struct delivery *it;
    char key[KEY_TEXT], *bytes;
    const char *blob;
    size_t size;
    int64_t id;

    hall_with_reports(t, &h);
    id = made(&h, issued(&h), "zip", CHIEF);
    a = hall_act(&h, LEAD);
    it = sealed(&h, a, id, key);
    blob = it->archive.hash;
    assert_true(blob_exists(a, blob));
    hall_done(a, delivery_fetch(a, it, &bytes, &size));
    assert_memory_equal(bytes, "PK", 2);
    assert_false(blob_exists(a, blob));
    a = hall_act(&h, LEAD);
    assert_false(delivery_fetch(a, seen(&h, a, id), &bytes, &size));
    assert_int_equal(act_fault_kind(a), FAULT_CLASH);
}

static void
the_letter_tells_the_program_and_not_the_key(struct test *t)
{
    struct hall h;
    struct act *a;
    struct document_row *document;
    char key[KEY_TEXT];
    const char *letter;
    int64_t id, delivery;

    hall_with_reports(t, &h);
    id = issued(&h);
    delivery = made(&h, id, "zip", CHIEF);
    a = hall_act(&h, LEAD);
    document = ledger_new(a, &document_ledger);
    hall_done(a, ledger_read(a, &document_ledger, id, false, document));
    letter = delivery_letter(a, document, sealed(&h, a, delivery, key));
    assert_non_null(strstr(letter, "7-Zip"));
    assert_non_null(strstr(letter, "エクスプローラーでは開けません"));
    assert_null(strstr(letter, key));
}

const struct test_case delivery_tests[] = {
    CASE(a_download_ends_after_thirty_days_and_belongs_to_its_recipient),
    CASE(no_other_approver_knows_of_it),
    CASE(who_cannot_sign_in_here_is_given_no_download),
    CASE(its_files_are_for_the_recipient_until_the_day),
    CASE(the_first_fetching_hands_it_over),
    CASE(an_officer_does_not_confirm_for_another),
    CASE(a_draft_is_not_handed_over),
    CASE(what_was_withdrawn_is_fetched_no_more),
    CASE(an_archive_is_not_handed_over_before_it_is_made),
    CASE(an_archive_is_taken_out_of_the_store_once),
    CASE(the_letter_tells_the_program_and_not_the_key),
    { 0 },
};
