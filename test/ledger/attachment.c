#include "ledger/attachment.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ledger/blob_check.h"
#include "ledger/history.h"
#include "ledger/tests.h"
#include "ledger/timeline.h"
#include "office.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/open.h"
#include "store/query.h"

#define FILES "test/data/files/"

static const struct attachment_settings usual = {
    .clamd = "/tmp/tasuki-no-clamd-here",
    .file = 1 << 20,
    .record = 2 << 20,
    .count = 5,
    .total = 10 << 20,
};

static void
set_back(void *settings)
{
    attachments_set(settings);
}

/* These settings until the test ends. */
static void
settings_for_test(struct test *t, struct attachment_settings settings)
{
    struct attachment_settings *before = NEW(t->arena, struct attachment_settings);

    *before = *attachments_settings();
    arena_defer(t->arena, set_back, before);
    attachments_set(&settings);
}

static void
begin(struct test *t, struct office *o, const char *clamd)
{
    struct attachment_settings settings = usual;

    settings.clamd = clamd;
    settings_for_test(t, settings);
    office_open(t, o);
}

/* --- clamd --------------------------------------------------------------------------- */

struct clamd {
    const char *socket;
    pid_t pid;
};

static void
write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void
clamd_end(void *thing)
{
    struct clamd *c = thing;

    if (c->pid > 0) {
        kill(c->pid, SIGKILL);
        waitpid(c->pid, NULL, 0);
    }
    c->pid = 0;
}

static bool
answers(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    bool good;

    memcpy(address.sun_path, path, strlen(path));
    good = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return good;
}

/* The real one, with one signature of the tests' own: the EICAR string, of which only the
   second half stands here, so that no scanner takes this file for it. */
static struct clamd *
clamd_begin(struct test *t)
{
    struct clamd *c = NEW(t->arena, struct clamd);
    const char *folder = folder_for_test(t);
    const char *config = arena_print(t->arena, "%s/clamd.conf", folder);

    c->socket = arena_print(t->arena, "%s/clamd.sock", folder);
    write_text(arena_print(t->arena, "%s/test.ndb", folder),
               "Eicar-Test:0:*:45494341522d5354414e444152442d414e544956495255532d544553542d"
               "46494c4521\n");
    write_text(config,
               arena_print(t->arena, "LocalSocket %s\nDatabaseDirectory %s\nForeground yes\n",
                           c->socket, folder));
    c->pid = fork();
    assert_true(c->pid >= 0);
    if (c->pid == 0) {
        int null = open("/dev/null", O_RDWR);

        dup2(null, 1);
        dup2(null, 2);
        execl("/usr/sbin/clamd", "clamd", "-c", config, (char *)NULL);
        _exit(127);
    }
    arena_defer(t->arena, clamd_end, c);
    for (int i = 0; i < 300 && !answers(c->socket); i++)
        nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
    assert_true(answers(c->socket));
    return c;
}

/* --- helpers -------------------------------------------------------------------------- */

static void
remove_file(void *path)
{
    unlink(path);
}

static struct attachment_file
file_of(struct test *t, const char *name, const char *text)
{
    char *path = arena_copy(t->arena, "/tmp/tasuki-attachment.XXXXXX");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    arena_defer(t->arena, remove_file, path);
    return (struct attachment_file){ .name = name, .path = path, .size = (int64_t)strlen(text) };
}

static int64_t
added(struct office *o, enum seat seat, const struct ticket *it, const char *name, const char *text)
{
    struct attachment_file file = file_of(o->test, name, text);
    struct act *a = office_act(o, seat);
    int64_t id = 0;

    if (!attachments_add(a, &ticket_ledger, &it->base, &file, 1, &id))
        print_error("%s\n", a->faults->message);
    assert_true(id > 0);
    return id;
}

static struct attachment
got(struct office *o, const struct ticket *it, int64_t id)
{
    struct attachment out;

    assert_true(attachment_get(office_act(o, OPERATOR), &ticket_ledger, &it->base, id, &out));
    return out;
}

static const char *
read_all(struct office *o, enum seat seat, const struct ticket *it, int64_t id, struct act **out)
{
    struct act *a = *out = office_act(o, seat);
    struct attachment file;
    struct blob_reader *reader;
    char *bytes = arena_get(o->test->arena, 4096);
    size_t length;

    if (!attachment_get(a, &ticket_ledger, &it->base, id, &file) ||
        !attachment_open(a, &ticket_ledger, &it->base, &file, &reader) ||
        !blob_read(a, reader, bytes, 4095, &length))
        return NULL;
    return bytes;
}

static bool
add_job(struct act *a, void *with)
{
    const struct job_kind *kind = with;

    return job_add(a, kind->name, NULL, NULL, (struct instant){ 0 }, NULL);
}

static void
run_job(struct office *o, const struct job_kind *kind)
{
    const struct job_kind *const kinds[] = { kind, NULL };
    struct job_options options = { .kinds = kinds, .who = who_console() };
    int ran = 0;

    assert_true(act_write(office_console(o), add_job, (void *)(uintptr_t)kind));
    assert_true(job_run_due(o->store, &options, 5, &ran));
    assert_true(ran > 0);
}

static int64_t
blobs_there(struct office *o)
{
    struct blob_report report;

    assert_true(blobs_check(office_console(o), false, &report));
    return report.files;
}

/* --- tests ----------------------------------------------------------------------------- */

static void
a_file_waits_is_checked_and_can_be_read(struct test *t)
{
    struct office o;
    struct clamd *c = clamd_begin(t);
    struct ticket *it;
    struct act *a;
    int64_t id;

    begin(t, &o, c->socket);
    it = ticket_made(&o, OPERATOR, "件名");
    id = added(&o, OPERATOR, it, "議事録.txt", "第1回の議事録です。");
    assert_int_equal(got(&o, it, id).state, ATTACHMENT_WAITING);
    assert_null(read_all(&o, OPERATOR, it, id, &a));
    assert_fault(a, FAULT_CLASH, NULL);
    run_job(&o, &attachment_check_job);
    assert_int_equal(got(&o, it, id).state, ATTACHMENT_READY);
    assert_string_equal(read_all(&o, OPERATOR, it, id, &a), "第1回の議事録です。");
    assert_int_equal(history_rows(&o, it->base.id, "attach"), 1);
    assert_int_equal(history_rows(&o, it->base.id, "checked"), 1);
    assert_int_equal(history_rows(&o, it->base.id, "download"), 1);
}

static void
what_clamd_knows_is_locked_away_with_its_name(struct test *t)
{
    struct office o;
    struct clamd *c = clamd_begin(t);
    struct ticket *it;
    struct attachment bad;
    struct act *a;
    int64_t id;

    begin(t, &o, c->socket);
    it = ticket_made(&o, OPERATOR, "件名");
    id = added(&o, OPERATOR, it, "eicar.txt",
               "X5O!P%@AP[4\\PZX54(P^)7CC)7}$"
               "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
    run_job(&o, &attachment_check_job);
    bad = got(&o, it, id);
    assert_int_equal(bad.state, ATTACHMENT_QUARANTINED);
    assert_non_null(strstr(bad.reason, "Eicar-Test"));
    assert_null(read_all(&o, LEAD, it, id, &a));
    assert_fault(a, FAULT_DENIED, NULL);
    assert_int_equal(history_rows(&o, it->base.id, "quarantine"), 1);
}

static void
without_clamd_it_goes_on_waiting_and_is_tried_again(struct test *t)
{
    struct attachment_settings settings = usual;
    struct office o;
    struct clamd *c = clamd_begin(t);
    struct ticket *it;
    struct act *a;
    int64_t id;

    begin(t, &o, "/tmp/tasuki-no-clamd-here");
    it = ticket_made(&o, OPERATOR, "件名");
    id = added(&o, OPERATOR, it, "a.txt", "本文");
    run_job(&o, &attachment_check_job);
    assert_int_equal(got(&o, it, id).state, ATTACHMENT_WAITING);
    assert_non_null(strstr(got(&o, it, id).reason, "届きません"));
    assert_null(read_all(&o, OPERATOR, it, id, &a));
    settings.clamd = c->socket;
    attachments_set(&settings);
    run_job(&o, &attachment_check_job);
    assert_int_equal(got(&o, it, id).state, ATTACHMENT_READY);
}

static void
an_installation_without_clamd_says_so_at_each_file(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    begin(t, &o, NULL);
    it = ticket_made(&o, OPERATOR, "件名");
    id = added(&o, OPERATOR, it, "a.txt", "本文");
    assert_int_equal(got(&o, it, id).state, ATTACHMENT_UNCHECKED);
    assert_string_equal(attachment_state_title(ATTACHMENT_UNCHECKED), "検査なし");
    assert_string_equal(read_all(&o, OPERATOR, it, id, &a), "本文");
}

static void
rights_are_the_records(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct attachment_file file;
    struct attachment_list list;
    struct act *a;
    int64_t own, inner;

    begin(t, &o, NULL);
    it = ticket_made(&o, REQUESTER, "件名");
    own = added(&o, REQUESTER, it, "a.txt", "本文");
    file = file_of(t, "内部.txt", "内部の話");
    file.inner = true;
    assert_true(
        attachments_add(office_act(&o, OPERATOR), &ticket_ledger, &it->base, &file, 1, &inner));
    assert_true(attachments_list(office_act(&o, REQUESTER), &ticket_ledger, &it->base, &list));
    assert_int_equal(list.count, 1);
    assert_null(read_all(&o, REQUESTER, it, inner, &a));
    assert_fault(a, FAULT_MISSING, NULL);
    assert_null(read_all(&o, STRANGER, it, own, &a));
    assert_fault(a, FAULT_MISSING, NULL);
    assert_null(read_all(&o, OTHER_REQUESTER, it, own, &a));
    a = office_act(&o, AUDITOR);
    assert_false(attachments_add(a, &ticket_ledger, &it->base, &file, 1, NULL));
    assert_fault(a, FAULT_DENIED, NULL);
    a = office_act(&o, REQUESTER);
    assert_false(attachments_add(a, &ticket_ledger, &it->base, &file, 1, NULL));
    assert_fault(a, FAULT_DENIED, "inner");
    /* A number of another record is none of this one. */
    assert_null(read_all(&o, OPERATOR, ticket_made(&o, OPERATOR, "別"), own, &a));
}

static void
nothing_of_a_refused_upload_remains(struct test *t)
{
    static const struct {
        const char *name;
        const char *text;
        enum fault_kind kind;
    } wrong[] = {
        { "a.exe", "MZ..", FAULT_INVALID },
        { "a.pdf", "no pdf", FAULT_INVALID },
        { "a.txt", "番号 1234-5678-9018", FAULT_INVALID },
        { "123456789018.txt", "本文", FAULT_INVALID },
        { "a\xE2\x80\xAEtxt.exe", "本文", FAULT_INVALID },
        { "a.html", "<script>", FAULT_INVALID },
    };
    struct office o;
    struct ticket *it;

    begin(t, &o, NULL);
    it = ticket_made(&o, OPERATOR, "件名");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        /* The good one beside it is refused with it. */
        struct attachment_file files[] = { file_of(t, "good.txt", "よい"),
                                           file_of(t, wrong[i].name, wrong[i].text) };
        struct act *a = office_act(&o, OPERATOR);

        assert_false(attachments_add(a, &ticket_ledger, &it->base, files, 2, NULL));
        assert_fault(a, wrong[i].kind, "file");
        assert_null(strstr(a->faults->message, "123456789018"));
    }
    assert_int_equal(blobs_there(&o), 0);
    assert_int_equal(history_rows(&o, it->base.id, "attach"), 0);
}

static void
limits_hold_for_file_record_and_count(struct test *t)
{
    struct attachment_settings settings = usual;
    struct office o;
    struct ticket *it;
    struct attachment_file file;
    struct act *a;

    begin(t, &o, NULL);
    settings.clamd = NULL;
    settings.file = 10;
    settings.record = 15;
    settings.count = 2;
    attachments_set(&settings);
    it = ticket_made(&o, OPERATOR, "件名");
    file = file_of(t, "a.txt", "12345678901");
    a = office_act(&o, OPERATOR);
    assert_false(attachments_add(a, &ticket_ledger, &it->base, &file, 1, NULL));
    assert_fault(a, FAULT_LARGE, "file");
    added(&o, OPERATOR, it, "a.txt", "1234567890");
    file = file_of(t, "b.txt", "abcdef");
    a = office_act(&o, OPERATOR);
    assert_false(attachments_add(a, &ticket_ledger, &it->base, &file, 1, NULL));
    assert_fault(a, FAULT_LARGE, "file");
    added(&o, OPERATOR, it, "c.txt", "1");
    file = file_of(t, "d.txt", "2");
    a = office_act(&o, OPERATOR);
    assert_false(attachments_add(a, &ticket_ledger, &it->base, &file, 1, NULL));
    assert_fault(a, FAULT_LARGE, "file");
    /* What was stored before the limit was found, is gone again. */
    assert_int_equal(blobs_there(&o), 2);
}

static void
names_become_safe(struct test *t)
{
    char longer[1000];
    const char *name;

    memset(longer, 'a', sizeof longer);
    memcpy(longer + sizeof longer - 5, ".pdf", 5);
    assert_string_equal(attachment_name(t->arena, "../../etc/passwd.txt"), "passwd.txt");
    assert_string_equal(attachment_name(t->arena, "C:\\x\\表.csv"), "表.csv");
    assert_string_equal(attachment_name(t->arena, "a\r\nSet-Cookie: b.txt"), "a_Set-Cookie_ b.txt");
    assert_string_equal(attachment_name(t->arena, "a\xE2\x80\xAEtxt.exe"), "atxt.exe");
    assert_string_equal(attachment_name(t->arena, "..."), "名前なし");
    assert_string_equal(attachment_name(t->arena, ".htaccess"), "htaccess");
    assert_string_equal(attachment_name(t->arena, "a<b>\"|?*.txt. "), "a_b_____.txt");
    assert_string_equal(attachment_name(t->arena, "CON.txt"), "_CON.txt");
    assert_string_equal(attachment_name(t->arena, "lpt1"), "_lpt1");
    name = attachment_name(t->arena, longer);
    assert_int_equal(strlen(name), ATTACHMENT_NAME);
    assert_string_equal(name + ATTACHMENT_NAME - 4, ".pdf");
}

static void
what_is_removed_stays_in_the_history_only(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct attachment_list list;
    struct act *a;
    int64_t id;

    begin(t, &o, NULL);
    it = ticket_made(&o, REQUESTER, "件名");
    id = added(&o, OPERATOR, it, "a.txt", "本文");
    a = office_act(&o, REQUESTER);
    assert_false(attachment_remove(a, &ticket_ledger, &it->base, id, NULL));
    assert_fault(a, FAULT_DENIED, NULL);
    assert_true(attachment_remove(office_act(&o, OPERATOR), &ticket_ledger, &it->base, id, "誤り"));
    assert_true(attachments_list(office_act(&o, OPERATOR), &ticket_ledger, &it->base, &list));
    assert_int_equal(list.count, 0);
    assert_null(read_all(&o, OPERATOR, it, id, &a));
    assert_int_equal(history_rows(&o, it->base.id, "detach"), 1);
}

/* The office lives months before the clock of the jobs. */
static void
removed_bytes_end_after_a_day_unless_another_row_names_them(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t one, other;

    begin(t, &o, NULL);
    it = ticket_made(&o, OPERATOR, "件名");
    one = added(&o, OPERATOR, it, "a.txt", "同じ中身");
    other = added(&o, OPERATOR, it, "b.txt", "同じ中身");
    assert_int_equal(blobs_there(&o), 1);
    assert_true(attachment_remove(office_act(&o, OPERATOR), &ticket_ledger, &it->base, one, NULL));
    run_job(&o, &attachment_sweep_job);
    assert_string_equal(read_all(&o, OPERATOR, it, other, &a), "同じ中身");
    assert_true(
        attachment_remove(office_act(&o, OPERATOR), &ticket_ledger, &it->base, other, NULL));
    run_job(&o, &attachment_sweep_job);
    assert_int_equal(blobs_there(&o), 0);
}

static void
a_blob_without_a_row_and_a_row_without_a_blob_are_named(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct blob_report report;
    char litter[BLOB_NAME];
    struct act *a;
    int64_t id, removed;

    begin(t, &o, NULL);
    it = ticket_made(&o, OPERATOR, "件名");
    id = added(&o, OPERATOR, it, "図面.txt", "本文");
    a = office_console(&o);
    assert_true(blobs_check(a, true, &report));
    assert_int_equal(report.count, 0);
    /* As after a crash between the blob and its row. */
    assert_true(blob_write(a, o.contract, "litter", 6, litter));
    assert_true(blob_remove(a, got(&o, it, id).hash));
    assert_true(blobs_check(a, false, &report));
    assert_int_equal(report.count, 2);
    assert_int_equal(report.problems[0].kind, BLOB_UNNAMED);
    assert_string_equal(report.problems[0].blob, litter);
    assert_true(report.problems[0].fresh);
    assert_int_equal(report.problems[1].kind, BLOB_MISSING);
    assert_string_equal(report.problems[1].name, "図面.txt");
    assert_int_equal(report.problems[1].id, id);
    assert_true(blobs_clear(a, &report, &removed));
    assert_int_equal(removed, 0);
    report.problems[0].fresh = false;
    assert_true(blobs_clear(a, &report, &removed));
    assert_int_equal(removed, 1);
    assert_false(blob_exists(a, litter));
}

const struct test_case attachment_tests[] = {
    CASE(a_file_waits_is_checked_and_can_be_read),
    CASE(what_clamd_knows_is_locked_away_with_its_name),
    CASE(without_clamd_it_goes_on_waiting_and_is_tried_again),
    CASE(an_installation_without_clamd_says_so_at_each_file),
    CASE(rights_are_the_records),
    CASE(nothing_of_a_refused_upload_remains),
    CASE(limits_hold_for_file_record_and_count),
    CASE(names_become_safe),
    CASE(what_is_removed_stays_in_the_history_only),
    CASE(removed_bytes_end_after_a_day_unless_another_row_names_them),
    CASE(a_blob_without_a_row_and_a_row_without_a_blob_are_named),
    { 0 },
};
