#include "render/protect.h"

#include <string.h>

#include <qpdf/qpdf-c.h>
#include <zip.h>

#include "base/buffer.h"
#include "render/pdf.h"
#include "sample.h"
#include "tests.h"

static const char secret[] = "監査の結果は、まだ公表していない。";
static const char key[] = "AAAA-CCCC-FFFF-HHHH-JJJJ-KKKK";

static void
a_key_has_six_groups_of_letters_that_are_not_confused(struct test *t)
{
    char text[KEY_TEXT];

    (void)t;
    for (size_t i = 0; i < 500; i++) {
        protect_key(text);
        assert_int_equal(strlen(text), KEY_TEXT - 1);
        assert_int_equal(strspn(text, "ACFHJKPRXY234679-"), KEY_TEXT - 1);
        for (size_t at = KEY_GROUP; at < KEY_TEXT - 1; at += KEY_GROUP + 1)
            assert_int_equal(text[at], '-');
    }
}

/* Sixteen letters, 24 places, 500 keys: each stands about 750 times; a quarter off is broken. */
static void
every_letter_of_keys_comes_as_often(struct test *t)
{
    int counts[128] = { 0 };
    char text[KEY_TEXT];

    (void)t;
    for (size_t i = 0; i < 500; i++) {
        protect_key(text);
        for (const char *at = text; *at; at++)
            counts[(unsigned char)*at]++;
    }
    for (const char *at = "ACFHJKPRXY234679"; *at; at++) {
        assert_true(counts[(unsigned char)*at] > 560);
        assert_true(counts[(unsigned char)*at] < 940);
    }
}

static void
two_keys_are_never_the_same(struct test *t)
{
    char one[KEY_TEXT], other[KEY_TEXT];

    (void)t;
    protect_key(one);
    protect_key(other);
    assert_string_not_equal(one, other);
}

static zip_t *
zip_of(struct test *t, struct buffer *bytes)
{
    struct protected_file files[] = {
        { "報告書.txt", secret, strlen(secret) },
        { "空.txt", "", 0 },
    };
    zip_source_t *source;
    const char *why;
    zip_t *zip;

    *bytes = (struct buffer){ .arena = t->arena };
    assert_true(protect_zip(files, 2, key, bytes, &why));
    source = zip_source_buffer_create(buffer_string(bytes), bytes->length, 0, NULL);
    zip = zip_open_from_source(source, ZIP_CHECKCONS, NULL);
    assert_non_null(zip);
    return zip;
}

static void
an_archive_holds_its_files_under_their_japanese_names(struct test *t)
{
    struct buffer bytes;
    zip_t *zip = zip_of(t, &bytes);
    char got[sizeof secret] = "";
    zip_file_t *file;

    assert_int_equal(zip_get_num_entries(zip, 0), 2);
    assert_string_equal(zip_get_name(zip, 0, ZIP_FL_ENC_STRICT), "報告書.txt");
    file = zip_fopen_index_encrypted(zip, 0, 0, key);
    assert_non_null(file);
    assert_int_equal(zip_fread(file, got, sizeof got), strlen(secret));
    assert_string_equal(got, secret);
    zip_fclose(file);
    zip_discard(zip);
}

static void
every_file_of_an_archive_is_encrypted_by_aes_256(struct test *t)
{
    struct buffer bytes;
    zip_t *zip = zip_of(t, &bytes);

    for (zip_uint64_t i = 0; i < 2; i++) {
        zip_stat_t stat;

        assert_int_equal(zip_stat_index(zip, i, 0, &stat), 0);
        assert_int_equal(stat.encryption_method, ZIP_EM_AES_256);
    }
    zip_discard(zip);
}

static void
an_archive_does_not_open_with_another_key(struct test *t)
{
    struct buffer bytes;
    zip_t *zip = zip_of(t, &bytes);

    assert_null(zip_fopen_index_encrypted(zip, 0, 0, "AAAA-CCCC-FFFF-HHHH-JJJJ-KKKX"));
    assert_null(zip_fopen_index_encrypted(zip, 0, 0, NULL));
    zip_discard(zip);
}

static void
neither_text_nor_key_stand_in_an_archive(struct test *t)
{
    struct buffer bytes;

    zip_discard(zip_of(t, &bytes));
    assert_null(memmem(buffer_string(&bytes), bytes.length, secret, strlen(secret)));
    assert_null(memmem(buffer_string(&bytes), bytes.length, key, strlen(key)));
}

static void
an_archive_of_nothing_is_refused(struct test *t)
{
    struct buffer bytes = { .arena = t->arena };
    const char *why;

    assert_false(protect_zip(NULL, 0, key, &bytes, &why));
    assert_int_equal(bytes.length, 0);
}

static bool
pdf_opens(const struct buffer *bytes, const char *with, int *revision)
{
    qpdf_data pdf = qpdf_init();
    bool good;

    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    good =
        !(qpdf_read_memory(pdf, "test", buffer_string(bytes), bytes->length, with) & QPDF_ERRORS);
    if (good && revision) {
        qpdf_oh encrypt = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), "/Encrypt");

        *revision = qpdf_oh_get_int_value_as_int(pdf, qpdf_oh_get_key(pdf, encrypt, "/R"));
        assert_false(qpdf_allow_modify_all(pdf));
        assert_true(qpdf_allow_accessibility(pdf));
        assert_true(qpdf_allow_print_high_res(pdf));
    }
    if (qpdf_has_error(pdf))
        qpdf_get_error(pdf);
    qpdf_cleanup(&pdf);
    return good;
}

static struct buffer
protected_pdf(struct test *t)
{
    struct buffer plain = { .arena = t->arena }, out = { .arena = t->arena };
    struct document d;
    const char *why;

    sample_monthly(t->arena, &d);
    assert_true(document_pdf(t->arena, &d, &plain, &why));
    assert_true(protect_pdf(buffer_string(&plain), plain.length, key, &out, &why));
    return out;
}

static void
a_pdf_opens_with_its_key_and_with_nothing_else(struct test *t)
{
    struct buffer bytes = protected_pdf(t);
    int revision = 0;

    assert_true(pdf_opens(&bytes, key, &revision));
    assert_int_equal(revision, 6);
    assert_false(pdf_opens(&bytes, NULL, NULL));
    assert_false(pdf_opens(&bytes, "AAAA-CCCC-FFFF-HHHH-JJJJ-KKKX", NULL));
}

static void
what_is_no_pdf_is_refused(struct test *t)
{
    struct buffer bytes = { .arena = t->arena };
    const char *why;

    assert_false(protect_pdf(secret, strlen(secret), key, &bytes, &why));
    assert_string_equal(why, "パスワード付きのPDFを作れません。");
    assert_int_equal(bytes.length, 0);
}

const struct test_case protect_tests[] = {
    CASE(a_key_has_six_groups_of_letters_that_are_not_confused),
    CASE(every_letter_of_keys_comes_as_often),
    CASE(two_keys_are_never_the_same),
    CASE(an_archive_holds_its_files_under_their_japanese_names),
    CASE(every_file_of_an_archive_is_encrypted_by_aes_256),
    CASE(an_archive_does_not_open_with_another_key),
    CASE(neither_text_nor_key_stand_in_an_archive),
    CASE(an_archive_of_nothing_is_refused),
    CASE(a_pdf_opens_with_its_key_and_with_nothing_else),
    CASE(what_is_no_pdf_is_refused),
    { 0 },
};
