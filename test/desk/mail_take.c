#include "desk/mail_take.h"

#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "contract/crew.h"
#include "desk/desk.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "ledger/attachment.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/outbox.h"
#include "store/query.h"
#include "tests.h"
#include "web/letter.h"
#include "web/letter_compose.h"

#define FOLDER "test/data/mail/"

enum { MOST = 1024 * 1024 };

static void
open_desk(struct test *t, struct crew *c)
{
    static const struct attachment_settings files = {
        .file = 1 << 20, .record = 4 << 20, .count = 20, .total = 64 << 20
    };

    letter_compose_init();
    attachments_set(&files);
    desk_mailbox_set(
        &(struct desk_mailbox){ .hourly = 5, .acknowledge = true, .address = "desk@aoba.example" });
    crew_open(t, c);
}

static int64_t
take_bytes(struct crew *c, const char *bytes, size_t length)
{
    struct act *a = crew_job(c);
    struct arriving message = { bytes, length, c->now, (int64_t)length };
    int64_t id = 0;

    assert_done(a, mail_take(a, NULL, c->contract, &message, &id));
    assert_true(id > 0);
    act_end(a);
    return id;
}

static int64_t
take(struct crew *c, const char *name)
{
    const char *why;
    char *bytes;
    size_t length;

    assert_true(file_read(c->test->arena, arena_print(c->test->arena, FOLDER "%s.eml", name), MOST,
                          &bytes, &length, &why));
    return take_bytes(c, bytes, length);
}

/* One that a program would not have sent, with these headers and text. */
static int64_t
take_plain(struct crew *c, const char *headers, const char *text)
{
    const char *bytes = arena_print(
        c->test->arena, "%s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s", headers, text);

    return take_bytes(c, bytes, strlen(bytes));
}

static const struct inquiry_mail *
mail(struct crew *c, int64_t id)
{
    return crew_stored(c, &inquiry_mail_ledger, id);
}

static const struct inquiry *
inquiry_of(struct crew *c, int64_t mail_id)
{
    return crew_stored(c, &inquiry_ledger, mail(c, mail_id)->inquiry.id);
}

static int64_t
count(struct crew *c, const char *sql)
{
    struct act *a = crew_console(c);
    struct found_id found = { 0 };
    struct query query = { .name = arena_copy(c->test->arena, sql), .sql = sql, FOUND_IDS };
    bool any;

    assert_true(query_first(a, &query, &found, &any, UNBOUND));
    act_end(a);
    return found.id;
}

static int64_t
inquiries(struct crew *c)
{
    return count(c, "SELECT COUNT(*) AS id FROM inquiry");
}

static int64_t
entries(struct crew *c)
{
    return count(c, "SELECT COUNT(*) AS id FROM entry");
}

static int64_t
letters(struct crew *c)
{
    return count(c, "SELECT COUNT(*) AS id FROM outbox");
}

static struct attachment_list
files_of(struct crew *c, const struct ledger *l, int64_t id)
{
    struct record *record = crew_stored(c, l, id);
    struct act *a = crew_console(c);
    struct attachment_list list;

    assert_true(attachments_list(a, l, record, &list));
    act_end(a);
    return list;
}

static void
say(struct crew *c, int64_t id, enum entry_kind kind, const char *text)
{
    struct record *record = crew_stored(c, &inquiry_ledger, id);
    struct act *a = crew_act(c, WORKER);

    assert_done(
        a, entry_add(a, &inquiry_ledger, record, kind, text, (struct instant){ 0 }, NULL, NULL));
    act_end(a);
}

static struct letter
newest_letter(struct crew *c, const char **identifier)
{
    struct act *a = crew_console(c);
    struct outbox_rows rows;
    struct letter letter;
    const char *why;

    assert_true(outbox_take(a, "mail", c->now, 100, &rows) && rows.count);
    assert_true(letter_read(a->arena, rows.rows[rows.count - 1].content, &letter, &why));
    *identifier = rows.rows[rows.count - 1].identifier;
    return letter;
}

/* --- in --------------------------------------------------------------------------------- */

static void
a_mail_becomes_an_inquiry_once(struct test *t)
{
    struct crew c;
    const struct inquiry *it;
    int64_t id;

    open_desk(t, &c);
    id = take(&c, "jis");
    it = inquiry_of(&c, id);
    assert_string_equal(mail(&c, id)->base.state, "taken");
    assert_string_equal(it->title, "印刷が出ない");
    assert_non_null(strstr(it->body.text, "オフライン"));
    assert_string_equal(it->requester_name, "加藤 花子 <kato@aoba.example>");
    assert_string_equal(it->channel, "メール");
    assert_string_equal(it->base.state, "received");
    assert_int_equal(take(&c, "jis"), id);
    assert_int_equal(inquiries(&c), 1);
    assert_int_equal(letters(&c), 1);
}

static void
who_is_known_by_his_address_is_the_requester(struct test *t)
{
    struct crew c;
    struct act *a;
    struct person *person;
    const struct inquiry *it;

    open_desk(t, &c);
    a = crew_console(&c);
    person = ledger_new(a, &person_ledger);
    person->title = "加藤";
    person->mail.text = "Kato@aoba.example";
    person->section.id = c.city;
    assert_done(a, ledger_create(a, &person_ledger, person));
    act_end(a);
    it = inquiry_of(&c, take(&c, "utf8"));
    assert_int_equal(it->requester.id, person->base.id);
    assert_int_equal(it->base.owner, person->base.id);
    assert_int_equal(it->section.id, c.city);
}

static void
a_reply_goes_on_with_its_inquiry_and_wakes_it(struct test *t)
{
    struct crew c;
    int64_t first, inquiry, reply;

    open_desk(t, &c);
    first = take(&c, "utf8");
    inquiry = mail(&c, first)->inquiry.id;
    crew_do(&c, WORKER, &inquiry_ledger, inquiry, "hold", NULL);
    reply = take(&c, "reply_reference");
    assert_string_equal(mail(&c, reply)->base.state, "added");
    assert_int_equal(mail(&c, reply)->inquiry.id, inquiry);
    assert_state(&c, &inquiry_ledger, inquiry, "working");
    crew_do(&c, WORKER, &inquiry_ledger, inquiry, "answer", NULL);
    take_plain(&c,
               "From: kato@aoba.example\r\nMessage-ID: <more@x.example>\r\n"
               "In-Reply-To: <reply@aoba.example>",
               "まだです");
    assert_state(&c, &inquiry_ledger, inquiry, "working");
    assert_int_equal(inquiries(&c), 1);
    assert_int_equal(entries(&c), 2);
    assert_int_equal(letters(&c), 1);
}

static void
a_number_in_the_subject_is_enough_for_who_takes_part(struct test *t)
{
    struct crew c;
    const char *number;
    int64_t inquiry, reply;

    open_desk(t, &c);
    inquiry = mail(&c, take(&c, "utf8"))->inquiry.id;
    number = ((struct inquiry *)crew_stored(&c, &inquiry_ledger, inquiry))->number;
    reply = take_plain(&c,
                       arena_print(t->arena,
                                   "From: kato@aoba.example\r\nMessage-ID: <n1@x.example>\r\n"
                                   "Subject: Re: a [#%s]",
                                   number),
                       "続きです");
    assert_int_equal(mail(&c, reply)->inquiry.id, inquiry);
    reply = take_plain(&c,
                       arena_print(t->arena,
                                   "From: stranger@elsewhere.example\r\nMessage-ID: "
                                   "<n2@x.example>\r\nSubject: [#%s]",
                                   number),
                       "教えて");
    assert_string_equal(mail(&c, reply)->base.state, "taken");
    assert_int_not_equal(mail(&c, reply)->inquiry.id, inquiry);
    assert_non_null(strstr(mail(&c, reply)->reason, "相手ではない方"));
}

static void
what_no_person_wrote_is_kept_and_answered_by_nothing(struct test *t)
{
    static const char *const files[] = { "auto_submitted", "auto_suppress", "precedence_bulk",
                                         "return_path_empty", "dsn" };
    struct crew c;
    int64_t first, id;

    open_desk(t, &c);
    first = take(&c, "utf8");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        id = take(&c, files[i]);
        assert_string_equal(mail(&c, id)->base.state, "automatic");
        assert_true(*mail(&c, id)->reason);
    }
    /* The notice of what did not arrive is shown with its inquiry. */
    assert_int_equal(mail(&c, id)->inquiry.id, mail(&c, first)->inquiry.id);
    assert_int_equal(inquiries(&c), 1);
    assert_int_equal(entries(&c), 0);
    assert_int_equal(letters(&c), 1);
}

static void
what_comes_back_or_too_often_is_stopped(struct test *t)
{
    struct crew c;
    int64_t id = 0;

    open_desk(t, &c);
    assert_string_equal(mail(&c, take(&c, "own_address"))->base.state, "stopped");
    for (int i = 0; i < 7; i++)
        id = take_plain(&c,
                        arena_print(t->arena,
                                    "From: many@x.example\r\nMessage-ID: <%d@x.example>\r\n"
                                    "Subject: %d",
                                    i, i),
                        "x");
    assert_string_equal(mail(&c, id)->base.state, "stopped");
    assert_non_null(strstr(mail(&c, id)->reason, "1時間に5通"));
    assert_int_equal(inquiries(&c), 5);
    c.now = instant_add(c.now, (struct minutes){ 61 });
    id = take_plain(&c, "From: many@x.example\r\nMessage-ID: <late@x.example>", "x");
    assert_string_equal(mail(&c, id)->base.state, "taken");
}

static void
what_cannot_be_read_is_kept_with_what_came(struct test *t)
{
    static const char *const files[] = { "no_sender", "bad_sender", "no_header", "too_deep",
                                         "too_many_parts" };
    struct crew c;

    open_desk(t, &c);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int64_t id = take(&c, files[i]);

        assert_string_equal(mail(&c, id)->base.state, "unreadable");
        assert_true(*mail(&c, id)->reason);
        assert_true(mail(&c, id)->complete);
        assert_int_equal(files_of(&c, &inquiry_mail_ledger, id).count, 1);
        assert_int_equal(take(&c, files[i]), id);
    }
    assert_int_equal(inquiries(&c), 0);
    assert_int_equal(letters(&c), 0);
}

static void
what_may_not_be_kept_is_noted_without_its_words(struct test *t)
{
    struct crew c;
    int64_t id;

    open_desk(t, &c);
    id = take(&c, "individual_number");
    assert_string_equal(mail(&c, id)->base.state, "unreadable");
    assert_non_null(strstr(mail(&c, id)->reason, "12桁"));
    assert_true(!mail(&c, id)->text.text || !*mail(&c, id)->text.text);
    assert_int_equal(inquiries(&c), 0);
    assert_int_equal(take(&c, "individual_number"), id);
}

static void
somebody_makes_an_inquiry_of_what_was_put_aside(struct test *t)
{
    struct crew c;
    int64_t id;

    open_desk(t, &c);
    id = take(&c, "precedence_list");
    crew_do(&c, CLIENT, &inquiry_mail_ledger, id, "open", NULL);
    assert_string_equal(inquiry_of(&c, id)->title, "list");
    assert_string_equal(inquiry_of(&c, id)->body.text, "ML");
    assert_string_equal(mail(&c, id)->base.state, "taken");
    assert_int_equal(letters(&c), 0);
}

/* --- files ------------------------------------------------------------------------------ */

static void
files_come_along_and_refused_ones_are_told(struct test *t)
{
    struct crew c;
    struct attachment_list files;
    int64_t id;

    open_desk(t, &c);
    id = take(&c, "attachment_program");
    files = files_of(&c, &inquiry_ledger, mail(&c, id)->inquiry.id);
    assert_int_equal(files.count, 1);
    assert_string_equal(files.rows[0].name, "log.txt");
    assert_non_null(strstr(mail(&c, id)->reason, "setup.exe"));
    id = take(&c, "attachment_twice");
    assert_int_equal(files_of(&c, &inquiry_ledger, mail(&c, id)->inquiry.id).count, 2);
    id = take(&c, "attachment_path");
    files = files_of(&c, &inquiry_ledger, mail(&c, id)->inquiry.id);
    assert_null(strchr(files.rows[0].name, '/'));
}

static bool
forget_end(struct act *a, void *with)
{
    static const struct query query = {
        .name = "test.mail_forget",
        .sql = "UPDATE inquiry_mail SET complete = :no WHERE id = :id",
    };

    return query_run(a, &query, NULL,
                     BOUND(bind_bool("no", false), bind_int("id", *(int64_t *)with)));
}

/* As after a crash between the files and the note that they are all there. */
static void
a_try_that_was_cut_off_is_completed_without_doubles(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id;

    open_desk(t, &c);
    id = take(&c, "attachment_twice");
    a = crew_console(&c);
    assert_true(act_write(a, forget_end, &id));
    act_end(a);
    assert_int_equal(take(&c, "attachment_twice"), id);
    assert_true(mail(&c, id)->complete);
    assert_int_equal(files_of(&c, &inquiry_ledger, mail(&c, id)->inquiry.id).count, 2);
    assert_int_equal(inquiries(&c), 1);
}

/* --- out -------------------------------------------------------------------------------- */

static void
the_answer_goes_to_who_wrote_and_a_reply_comes_back(struct test *t)
{
    struct crew c;
    const char *identifier, *number;
    struct letter letter;
    int64_t inquiry, reply;

    open_desk(t, &c);
    inquiry = mail(&c, take(&c, "utf8"))->inquiry.id;
    number = ((struct inquiry *)crew_stored(&c, &inquiry_ledger, inquiry))->number;
    letter = newest_letter(&c, &identifier);
    assert_string_equal(letter.submitted, "auto-replied");
    say(&c, inquiry, ENTRY_NOTE, "ここだけの話");
    assert_int_equal(letters(&c), 1);
    say(&c, inquiry, ENTRY_ANSWER, "直しました。");
    assert_int_equal(letters(&c), 2);
    letter = newest_letter(&c, &identifier);
    assert_string_equal(letter.subject, arena_print(t->arena, "Re: 印刷が出ない [#%s]", number));
    assert_string_equal(letter.to.rows[0], "kato@aoba.example");
    assert_string_equal(letter.in_reply_to, "utf8@aoba.example");
    assert_string_equal(letter.submitted, "no");
    assert_string_equal(letter.reply_to, "desk@aoba.example");
    assert_non_null(strstr(letter.text, "直しました。"));
    assert_null(strstr(letter.text, "ここだけ"));
    reply = take_plain(&c,
                       arena_print(t->arena,
                                   "From: other@aoba.example\r\nMessage-ID: <r1@x.example>\r\n"
                                   "In-Reply-To: <%s>",
                                   identifier),
                       "ありがとう");
    assert_int_equal(mail(&c, reply)->inquiry.id, inquiry);
    assert_string_equal(mail(&c, reply)->base.state, "added");
}

/* With the link where the settings say at which address; an import closes without a word. */
static void
the_letter_that_closes_asks_how_it_was(struct test *t)
{
    struct crew c;
    const char *identifier;
    struct letter letter;
    int64_t inquiry;

    open_desk(t, &c);
    desk_mailbox_set(&(struct desk_mailbox){
        .hourly = 5, .address = "desk@aoba.example", .site = "https://tasuki.aoba.example" });
    inquiry = mail(&c, take(&c, "utf8"))->inquiry.id;
    crew_do(&c, WORKER, &inquiry_ledger, inquiry, "complete",
            WITH("completed_on", "2026-04-06", "response", "用紙を入れました。"));
    assert_int_equal(letters(&c), 1);
    letter = newest_letter(&c, &identifier);
    assert_string_equal(letter.to.rows[0], "kato@aoba.example");
    assert_null(letter.submitted);
    assert_non_null(strstr(letter.text, "用紙を入れました。"));
    assert_non_null(strstr(letter.text, arena_print(t->arena,
                                                    "\nhttps://tasuki.aoba.example"
                                                    "/desk/satisfaction/%lld/",
                                                    (long long)inquiry)));
    desk_mailbox_set(&(struct desk_mailbox){ .hourly = 5, .address = "desk@aoba.example" });
    crew_do(&c, WORKER, &inquiry_ledger, inquiry, "reopen", NULL);
    crew_do(&c, WORKER, &inquiry_ledger, inquiry, "complete", WITH("completed_on", "2026-04-06"));
    assert_int_equal(letters(&c), 2);
    assert_null(strstr(newest_letter(&c, &identifier).text, "/desk/satisfaction/"));
}

static const char *
answered_to(struct crew *c, const char *from, const char *reply_to)
{
    const char *identifier;
    int64_t id = take_plain(c,
                            arena_print(c->test->arena,
                                        "From: %s\r\nReply-To: %s\r\nMessage-ID: <%zu%s>\r\n"
                                        "Subject: a",
                                        from, reply_to, strlen(reply_to), from),
                            "b");

    say(c, mail(c, id)->inquiry.id, ENTRY_ANSWER, "直しました。");
    return newest_letter(c, &identifier).to.rows[0];
}

static void
the_answer_goes_where_the_sender_wants_it_but_not_out_of_the_house(struct test *t)
{
    struct crew c;

    open_desk(t, &c);
    crew_do(&c, LEADER, &person_ledger, c.who[CLIENT].person, NULL,
            WITH("mail", "aoyama@aoba.example"));
    assert_string_equal(answered_to(&c, "a@vendor.example", "Support <help@vendor.example>"),
                        "help@vendor.example");
    assert_string_equal(answered_to(&c, "b@vendor.example", "desk@aoba.example"),
                        "b@vendor.example");
    assert_string_equal(answered_to(&c, "c@vendor.example", "no address"), "c@vendor.example");
    assert_string_equal(answered_to(&c, "aoyama@aoba.example", "shimin@aoba.example"),
                        "shimin@aoba.example");
    assert_string_equal(answered_to(&c, "aoyama@aoba.example", "aoyama@elsewhere.example"),
                        "aoyama@aoba.example");
}

static void
receipts_to_one_address_are_few(struct test *t)
{
    struct crew c;

    open_desk(t, &c);
    desk_mailbox_set(&(struct desk_mailbox){ .hourly = 50, .acknowledge = true });
    for (int i = 0; i < 8; i++)
        take_plain(&c,
                   arena_print(t->arena, "From: many@x.example\r\nMessage-ID: <%d@x.example>", i),
                   "x");
    assert_int_equal(inquiries(&c), 8);
    assert_int_equal(letters(&c), 5);
    take_plain(&c, "From: no-reply@x.example\r\nMessage-ID: <nr@x.example>", "x");
    desk_mailbox_set(&(struct desk_mailbox){ .hourly = 50, .acknowledge = false });
    take_plain(&c, "From: one@x.example\r\nMessage-ID: <one@x.example>", "x");
    assert_int_equal(letters(&c), 5);
    assert_int_equal(inquiries(&c), 10);
}

static void
without_mail_the_answer_goes_to_the_requester_where_there_is_a_mailbox(struct test *t)
{
    struct crew c;
    struct act *a;
    struct person *person;
    int64_t inquiry;

    open_desk(t, &c);
    a = crew_console(&c);
    person = ledger_new(a, &person_ledger);
    person->title = "加藤";
    person->mail.text = "kato@aoba.example";
    assert_done(a, ledger_create(a, &person_ledger, person));
    act_end(a);
    inquiry = crew_make(
        &c, WORKER, &inquiry_ledger,
        WITH("title", "印刷できない", "kind", "印刷", "requester", id_text(&c, person->base.id)));
    desk_mailbox_set(&(struct desk_mailbox){ .hourly = 5 });
    say(&c, inquiry, ENTRY_ANSWER, "直しました。");
    assert_int_equal(letters(&c), 0);
    desk_mailbox_set(&(struct desk_mailbox){ .hourly = 5, .address = "desk@aoba.example" });
    say(&c, inquiry, ENTRY_ANSWER, "もう一度直しました。");
    assert_int_equal(letters(&c), 1);
    desk_mailbox_set(
        &(struct desk_mailbox){ .hourly = 5, .address = "desk@aoba.example", .contract = "none" });
    say(&c, inquiry, ENTRY_ANSWER, "別の契約の窓口からは送りません。");
    assert_int_equal(letters(&c), 1);
}

const struct test_case mail_take_tests[] = {
    CASE(a_mail_becomes_an_inquiry_once),
    CASE(who_is_known_by_his_address_is_the_requester),
    CASE(a_reply_goes_on_with_its_inquiry_and_wakes_it),
    CASE(a_number_in_the_subject_is_enough_for_who_takes_part),
    CASE(what_no_person_wrote_is_kept_and_answered_by_nothing),
    CASE(what_comes_back_or_too_often_is_stopped),
    CASE(what_cannot_be_read_is_kept_with_what_came),
    CASE(what_may_not_be_kept_is_noted_without_its_words),
    CASE(somebody_makes_an_inquiry_of_what_was_put_aside),
    CASE(files_come_along_and_refused_ones_are_told),
    CASE(a_try_that_was_cut_off_is_completed_without_doubles),
    CASE(the_answer_goes_to_who_wrote_and_a_reply_comes_back),
    CASE(the_letter_that_closes_asks_how_it_was),
    CASE(the_answer_goes_where_the_sender_wants_it_but_not_out_of_the_house),
    CASE(receipts_to_one_address_are_few),
    CASE(without_mail_the_answer_goes_to_the_requester_where_there_is_a_mailbox),
    { 0 },
};
