#include "desk/application_write.h"

#include <string.h>

#include "contract/form.h"
#include "counter.h"
#include "desk/account.h"
#include "desk/address.h"
#include "desk/application.h"
#include "desk/computer_name.h"
#include "desk/device.h"
#include "desk/loan.h"
#include "desk/name_series.h"
#include "desk/network.h"
#include "desk/supply.h"
#include "ledger/core/core.h"
#include "tests.h"

static int64_t
open_form(struct counter *d, const char *const *labels)
{
    int64_t form = counter_form(d, "台帳に書く申請");

    for (int i = 1; *labels; i++)
        counter_question(d, form, *labels++, WITH("position", id_text(&d->c, i)));
    crew_do(&d->c, SECOND, &question_form_ledger, form, "open", NULL);
    return form;
}

static int64_t
writing_kind(struct counter *d, const char *target, const char *written, const char *mapping,
             const char *const *labels)
{
    return counter_kind(d, target,
                        WITH("form", id_text(&d->c, open_form(d, labels)), "target", target,
                             "written", written, "mapping", mapping, "works", "渡す"));
}

static void
finish(struct counter *d, int64_t application)
{
    crew_do(&d->c, FIRST, &application_work_ledger, counter_work(d, application, 1), "do", NULL);
}

static int64_t
loan_application_kind(struct counter *d)
{
    int64_t kind =
        crew_make(&d->c, FIRST, &loan_kind_ledger, WITH("title", "研修用PC", "category", "other"));

    crew_make(&d->c, FIRST, &loan_unit_ledger, WITH("kind", id_text(&d->c, kind)));
    return writing_kind(d, "loan", "approved",
                        "kind = 【品】\nbegins_at = 【日】 09:00\nends_at = 【日】 17:00\n"
                        "section = 【課】\nborrower = 【申請者】\nstate = approved\n"
                        "purpose = 【使い道】（申請 【申請番号】）\nsettings = 【設定】",
                        WITH("品", "日", "使い道", "設定"));
}

#define WANTED "【品】研修用PC\n【日】2026-04-08\n【使い道】研修"

static void
a_loan_is_written_when_it_is_approved(struct test *t)
{
    struct counter d;
    const struct loan *loan;
    int64_t id;

    counter_open(t, &d);
    id = counter_approved_as(&d, loan_application_kind(&d), WANTED);
    loan = crew_stored(&d.c, &loan_ledger, counter_linked(&d, id, &loan_ledger));
    assert_string_equal(loan->base.state, "approved");
    assert_int_equal(loan->section.id, d.section);
    assert_int_equal(loan->borrower.id, d.c.who[APPLICANT].person);
    assert_int_equal(loan->begins_at.us, instant_make(instant_date(loan->begins_at), 540).us);
    assert_non_null(strstr(loan->purpose.text, "研修（申請 S8-00001）"));
    assert_true(!loan->settings.text || !*loan->settings.text);
}

static void
what_the_ledger_refuses_is_not_approved(struct test *t)
{
    struct counter d;
    struct act *a;
    int64_t kind, id;

    counter_open(t, &d);
    kind = loan_application_kind(&d);
    counter_approved_as(&d, kind, WANTED);
    id = counter_draft(&d, kind, WANTED, "");
    crew_do(&d.c, APPLICANT, &application_ledger, id, "send", NULL);
    a = counter_decide(&d, HEAD, id, "approve", NULL);
    assert_done(a, a->fault_count == 0);
    assert_refused(counter_decide(&d, ICT, id, "approve", NULL), "begins_at", "ふさがって");
    assert_state(&d.c, &application_ledger, id, "requested");
    assert_int_equal(counter_works(&d, id), 0);
    assert_int_equal(counter_linked(&d, id, &loan_ledger), 0);
}

static void
stock_goes_down_when_the_work_is_done(struct test *t)
{
    struct counter d;
    const struct supply *supply;
    int64_t id, toner;

    counter_open(t, &d);
    toner = crew_make(&d.c, FIRST, &supply_ledger, WITH("title", "トナー", "unit", "本"));
    crew_make(&d.c, FIRST, &stock_move_ledger,
              WITH("supply", id_text(&d.c, toner), "kind", "receive", "quantity", "5"));
    id = counter_approved_as(
        &d,
        writing_kind(&d, "stock_move", "done",
                     "supply = 【品】\nkind = issue\nquantity = 【数】\nsection = 【課】",
                     WITH("品", "数")),
        "【品】トナー\n【数】2");
    assert_int_equal(counter_linked(&d, id, &stock_move_ledger), 0);
    finish(&d, id);
    supply = crew_stored(&d.c, &supply_ledger, toner);
    assert_int_equal(supply->balance, 3);
    assert_int_not_equal(counter_linked(&d, id, &stock_move_ledger), 0);
    assert_state(&d.c, &application_ledger, id, "done");
}

static void
work_does_not_end_while_there_is_no_stock(struct test *t)
{
    struct counter d;
    int64_t id, toner;

    counter_open(t, &d);
    toner = crew_make(&d.c, FIRST, &supply_ledger, WITH("title", "トナー", "unit", "本"));
    (void)toner;
    id = counter_approved_as(&d,
                             writing_kind(&d, "stock_move", "done",
                                          "supply = 【品】\nkind = issue\nquantity = 【数】",
                                          WITH("品", "数")),
                             "【品】トナー\n【数】2");
    assert_refused(
        crew_move(&d.c, FIRST, &application_work_ledger, counter_work(&d, id, 1), "do", NULL),
        "quantity", "在庫が足りません");
    assert_state(&d.c, &application_ledger, id, "working");
}

static void
a_device_changes_hands_and_its_event_is_written(struct test *t)
{
    struct counter d;
    const struct device *device;
    int64_t id, pc;

    counter_open(t, &d);
    pc = crew_make(&d.c, FIRST, &device_ledger,
                   WITH("title", "モニター", "kind", "display", "number", "D-1"));
    kit_out(&d.c, pc);
    id = counter_approved_as(
        &d,
        writing_kind(&d, "device", "done",
                     "number = 【管理番号】\naction = hand_out\nsection = 【課】\n"
                     "person = 【申請者】",
                     WITH("管理番号")),
        "【管理番号】D-1");
    finish(&d, id);
    device = crew_stored(&d.c, &device_ledger, pc);
    assert_string_equal(device->base.state, "in_use");
    assert_int_equal(device->section.id, d.section);
    assert_int_equal(crew_count(&d.c, &device_event_ledger, "device", id_text(&d.c, pc)), 1);
}

static void
an_address_and_a_name_are_given_out_together(struct test *t)
{
    struct counter d;
    const struct address *address;
    int64_t id, network;

    counter_open(t, &d);
    network = crew_make(&d.c, SECOND, &network_ledger,
                        WITH("title", "庁内LAN", "prefix", "192.0.2.0/24", "layer", "lgwan"));
    (void)network;
    crew_make(&d.c, SECOND, &name_series_ledger,
              WITH("title", "端末名", "pattern", "PC-{number:4}"));
    id = counter_approved_as(
        &d,
        writing_kind(&d, "address", "done",
                     "network = 【ネットワーク】\nseries = 端末名\nsection = 【課】\n"
                     "note = 申請 【申請番号】",
                     WITH("ネットワーク")),
        "【ネットワーク】庁内LAN");
    finish(&d, id);
    address = crew_stored(&d.c, &address_ledger, counter_linked(&d, id, &address_ledger));
    assert_int_equal(address->section.id, d.section);
    assert_int_not_equal(address->name.id, 0);
}

static struct act *
map(struct counter *d, const char *target, const char *mapping)
{
    return crew_move(&d->c, SECOND, &application_kind_ledger, d->kind, NULL,
                     WITH("target", target, "mapping", mapping));
}

static void
a_mapping_that_does_not_fit_is_refused_with_the_kind(struct test *t)
{
    struct counter d;

    counter_open(t, &d);
    assert_refused(map(&d, "stock_move", "supply = 【品】\nkind = issue"), "mapping",
                   "「品」という質問は質問票にありません");
    assert_refused(map(&d, "stock_move", "supply = 【区分】\nkind = issue\nbalance = 1"), "mapping",
                   "「balance」という項目");
    assert_refused(map(&d, "loan", "kind = 【区分】"), "mapping", "（begins_at）がありません");
    assert_refused(map(&d, "", "kind = 【区分】"), "target", "書く台帳を選びます");
}

static void
an_account_is_written_when_the_work_is_done(struct test *t)
{
    struct counter d;
    const struct account *account;
    int64_t id;

    counter_open(t, &d);
    id = counter_approved_as(&d,
                             writing_kind(&d, "account", "done",
                                          "title = 【名前】\nlayer = LGWAN接続系\nkind = section\n"
                                          "section = 【課】\nmember_of = 【グループ】\n"
                                          "application = 【申請番号】",
                                          WITH("名前", "グループ")),
                             "【名前】shimin-mado\n【グループ】Desk");
    finish(&d, id);
    account = crew_stored(&d.c, &account_ledger, counter_linked(&d, id, &account_ledger));
    assert_string_equal(account->title, "shimin-mado");
    assert_string_equal(account->layer.code, "lgwan");
    assert_string_equal(account->member_of.text, "Desk");
    assert_true(account->application && *account->application);
}

const struct test_case application_write_tests[] = {
    CASE(a_loan_is_written_when_it_is_approved),
    CASE(what_the_ledger_refuses_is_not_approved),
    CASE(stock_goes_down_when_the_work_is_done),
    CASE(work_does_not_end_while_there_is_no_stock),
    CASE(a_device_changes_hands_and_its_event_is_written),
    CASE(an_address_and_a_name_are_given_out_together),
    CASE(a_mapping_that_does_not_fit_is_refused_with_the_kind),
    CASE(an_account_is_written_when_the_work_is_done),
    { 0 },
};
