#include "web/attachment_page.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errand.h"
#include "ledger/attachment.h"
#include "ledger/ledger.h"
#include "tests.h"
#include "web/record_act.h"
#include "web/record_page.h"

static void
set_back(void *settings)
{
    attachments_set(settings);
}

static void
remove_file(void *path)
{
    unlink(path);
}

/* Without clamd: what is sent can be read at once. */
static int64_t
begin(struct test *t, struct errands *e)
{
    struct attachment_settings *before = NEW(t->arena, struct attachment_settings);
    struct attachment_settings settings = *before = *attachments_settings();

    arena_defer(t->arena, set_back, before);
    settings.clamd = NULL;
    attachments_set(&settings);
    errands_open(t, e);
    return errands_add(e, "印刷できない", "print");
}

static struct request
sending(struct test *t, struct errands *e, int64_t id, const char *name, const char *text)
{
    struct request q = errands_post(e, id, "csrf=x");
    char *path = arena_copy(t->arena, "/tmp/tasuki-page.XXXXXX");
    int fd = mkstemp(path);

    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    arena_defer(t->arena, remove_file, path);
    q.uploads = NEW(t->arena, struct upload);
    q.uploads[0] = (struct upload){ "file", name, path, (int64_t)strlen(text) };
    q.upload_count = 1;
    return q;
}

static void
a_file_is_sent_listed_and_taken_off(struct test *t)
{
    struct errands e;
    int64_t id = begin(t, &e);
    struct request q = sending(t, &e, id, "図 1.txt", "中身");
    struct errand_answer answer = errands_ask(&e, &q, attachment_receive);
    struct record_page page;
    struct act *a = errands_act(&e);

    assert_int_equal(answer.status, 303);
    q = errands_get(&e, id, "");
    assert_true(record_page_fill(a, &q, id, false, &page));
    assert_int_equal(page.files.count, 1);
    assert_string_equal(page.files.rows[0].name, "図 1.txt");
    assert_string_equal(page.files.rows[0].state, "検査なし");
    assert_non_null(page.files.rows[0].href);
    assert_non_null(page.files.action);
    act_end(a);
    answer = errands_ask(&e, &q, record_show);
    assert_non_null(strstr(answer.text, "図 1.txt"));
    assert_non_null(strstr(answer.text, "multipart/form-data"));
    q = errands_post(&e, id, "csrf=x");
    q.word = strrchr(page.files.rows[0].remove, '/') + 1;
    assert_int_equal(errands_ask(&e, &q, attachment_take_off).status, 303);
    assert_false(errands_ask(&e, &q, attachment_take_off).good);
}

static void
a_refused_file_brings_the_page_back_with_the_reason(struct test *t)
{
    struct errands e;
    int64_t id = begin(t, &e);
    struct request q = sending(t, &e, id, "a.exe", "MZ");
    struct errand_answer answer = errands_ask(&e, &q, attachment_receive);

    assert_int_equal(answer.status, 422);
    assert_non_null(strstr(answer.text, "プログラムは受け取れません"));
    q = sending(t, &e, id, "a.txt", "番号は 1234 5678 9018");
    answer = errands_ask(&e, &q, attachment_receive);
    assert_int_equal(answer.status, 422);
    assert_non_null(strstr(answer.text, "個人番号"));
    assert_null(strstr(answer.text, "5678"));
}

static void
any_name_makes_one_harmless_header(struct test *t)
{
    struct errands e;
    struct act *a;

    errands_open(t, &e);
    a = errands_act(&e);
    assert_string_equal(attachment_disposition(a, "a b.txt"),
                        "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt");
    assert_string_equal(attachment_disposition(a, "表\"\\%;\r\n.csv"),
                        "attachment; filename=\"_.csv\"; "
                        "filename*=UTF-8''%E8%A1%A8%22%5C%25%3B%0D%0A.csv");
    act_end(a);
}

const struct test_case attachment_page_tests[] = {
    CASE(a_file_is_sent_listed_and_taken_off),
    CASE(a_refused_file_brings_the_page_back_with_the_reason),
    CASE(any_name_makes_one_harmless_header),
    { 0 },
};
