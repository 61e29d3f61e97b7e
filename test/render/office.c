/*
 * The five formats beside each other: what one says, all say. LibreOffice opens what Office
 * would, and makes pages of it whose text can be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/utf8.h"
#include "package_bytes.h"
#include "render/report.h"
#include "render/sheet_file.h"
#include "sample.h"
#include "tests.h"

enum { MOST_FILE = 4 * 1024 * 1024 };

static const char folder_pattern[] = "/tmp/tasuki-office-XXXXXX";

/* The output is not looked at: what counts is the file that is there afterwards. */
static void
run(const char *const *argv)
{
    pid_t child = fork();
    int status = 1;

    assert_true(child >= 0);
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr))
            execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("%s ended with %d", argv[0], status);
}

static struct buffer
written(struct test *t, enum format format)
{
    struct buffer out = { .arena = t->arena };
    const char *why = "";
    struct document d;

    sample_issued(t->arena, &d);
    if (!format_write(t->arena, format, &d, &out, &why))
        fail_msg("%s", why);
    return out;
}

/* Letters without blanks, and % for its wide sister, as spreadsheets write it. */
static const char *
bare(struct test *t, const char *text)
{
    struct buffer out = { .arena = t->arena };

    for (const char *at = text; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);

        if (code == 0xff05)
            buffer_char(&out, '%');
        else if (code > 0x20 && code != 0x3000 && code != 0xa0)
            buffer_add(&out, start, (size_t)(at - start));
    }
    return buffer_string(&out);
}

/* HTML without its tags; the style goes with the head. */
static const char *
without_tags(struct test *t, const char *html)
{
    struct buffer out = { .arena = t->arena };

    html = strstr(html, "<body");
    for (bool inside = false; *html; html++) {
        if (*html == '<' || *html == '>')
            inside = *html == '<';
        else if (!inside)
            buffer_char(&out, *html);
    }
    return buffer_string(&out);
}

static const char *
text_of_pdf(struct test *t, const char *folder, const char *name)
{
    const char *pdf = arena_print(t->arena, "%s/%s.pdf", folder, name);
    const char *text = arena_print(t->arena, "%s/%s.txt", folder, name);
    const char *const argv[] = { "pdftotext", "-raw", pdf, text, NULL };
    const char *why;
    size_t length;
    char *bytes;

    run(argv);
    assert_true(file_read(t->arena, text, MOST_FILE, &bytes, &length, &why));
    return bare(t, bytes);
}

/* LibreOffice makes files of the kind beside those it opens. */
static void
convert(struct test *t, const char *folder, const char *kind, const char *const *files,
        size_t count)
{
    const char *argv[] = {
        "soffice",    arena_print(t->arena, "-env:UserInstallation=file://%s/profile", folder),
        "--headless", "--convert-to",
        kind,         "--outdir",
        folder,       NULL,
        NULL,         NULL,
        NULL
    };

    for (size_t i = 0; i < count; i++)
        argv[7 + i] = files[i];
    run(argv);
}

static void
convert_documents(struct test *t, const char *folder)
{
    static const enum format formats[] = { FORMAT_WORD, FORMAT_EXCEL, FORMAT_SLIDES };
    const char *files[3], *why;

    for (size_t i = 0; i < 3; i++) {
        struct buffer bytes = written(t, formats[i]);
        const char *extension = format_faces[formats[i]].extension;

        files[i] = arena_print(t->arena, "%s/%s.%s", folder, extension, extension);
        assert_true(file_write(files[i], bytes.data, bytes.length, 0600, &why));
    }
    convert(t, folder, "pdf", files, 3);
}

static void
all_five_say_the_same(struct test *t)
{
    static const char *const said[] = {
        "青波市長様",
        "青情委第8-10号",
        "月次報告書（令和8年10月分）",
        "契約書第12条の規定により、10月の業務の実施状況を報告します。",
        "受付は632件で、前月より93件（17.3%）多かった。",
        "応答と解決の四つの期限は、全て目標を満たした。",
        "1,632件",
        "97.3%",
        "ア対象は、庁内職員からの問合せである。",
        "区分別の受付件数",
        "アカウント・認証",
        "1,112",
        "＋23",
        "11月27日（金）",
        "緊急",
        "−632.5",
        "（未確定）",
        "7月は前年同月より43件少ない。",
        "図1月別の受付件数",
        "ヘルプデスク業務委託",
        "5,191,204円",
        "4,277,777円（1円未満切捨て）",
        "貴団体の対応方針",
        "真正性の確認",
        "#482114ad7…1be9",
        "以上",
    };
    static const char *const names[] = { "html", "pdf", "docx", "xlsx", "pptx" };
    char folder[sizeof folder_pattern];
    const char *texts[FORMATS], *why;
    struct buffer html = written(t, FORMAT_HTML), pdf = written(t, FORMAT_PDF);

    memcpy(folder, folder_pattern, sizeof folder);
    assert_non_null(mkdtemp(folder));
    convert_documents(t, folder);
    assert_true(
        file_write(arena_print(t->arena, "%s/pdf.pdf", folder), pdf.data, pdf.length, 0600, &why));
    texts[0] = bare(t, without_tags(t, buffer_string(&html)));
    for (size_t i = 1; i < FORMATS; i++)
        texts[i] = text_of_pdf(t, folder, names[i]);
    assert_true(folder_remove(folder, &why));
    for (size_t s = 0; s < sizeof said / sizeof *said; s++)
        for (size_t i = 0; i < FORMATS; i++)
            if (!strstr(texts[i], said[s]))
                fail_msg("%s does not say %s", names[i], said[s]);
}

/* UTF-8, every cell as it is shown. */
static void
a_list_opens_as_it_was_given(struct test *t)
{
    static const enum sheet_column kinds[] = { SHEET_TEXT, SHEET_NUMBER, SHEET_DATE, SHEET_TIME };
    static const char *const heads[] = { "件名", "件数", "日", "時刻" };
    static const char *const row[] = { " =1+1 & _x0041_", "-17.3", "2026-04-01",
                                       "2026-04-01 23:59" };
    char folder[sizeof folder_pattern], *bytes;
    const char *file, *why;
    struct sheet_file *s;
    size_t length;
    FILE *out;

    memcpy(folder, folder_pattern, sizeof folder);
    assert_non_null(mkdtemp(folder));
    file = arena_print(t->arena, "%s/list.xlsx", folder);
    out = fopen(file, "wx");
    assert_non_null(out);
    s = sheet_file_begin(t->arena, fileno(out), "問合せ", kinds, heads, 4, &why);
    assert_true(s && sheet_file_row(s, row, &why) && sheet_file_end(s, &why));
    fclose(out);
    convert(t, folder, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", &file, 1);
    assert_true(file_read(t->arena, arena_print(t->arena, "%s/list.csv", folder), MOST_FILE, &bytes,
                          &length, &why));
    assert_true(folder_remove(folder, &why));
    assert_string_equal(bytes,
                        "件名,件数,日,時刻\n =1+1 & _x0041_,-17.3,2026-04-01,2026-04-01 23:59\n");
}

static void
every_part_is_well_formed(struct test *t)
{
    for (enum format format = FORMAT_WORD; format <= FORMAT_SLIDES; format++) {
        struct buffer bytes = written(t, format);

        package_is_sound(t, &bytes);
    }
}

static void
the_same_document_gives_the_same_bytes(struct test *t)
{
    for (enum format format = FORMAT_WORD; format <= FORMAT_SLIDES; format++) {
        struct buffer one = written(t, format), two = written(t, format);

        assert_int_equal(one.length, two.length);
        assert_memory_equal(one.data, two.data, one.length);
    }
}

const struct test_case office_tests[] = {
    CASE(every_part_is_well_formed),
    CASE(the_same_document_gives_the_same_bytes),
    CASE(all_five_say_the_same),
    CASE(a_list_opens_as_it_was_given),
    { 0 },
};
