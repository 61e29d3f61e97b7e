#include "render/protect.h"

#include <stdint.h>

#include <qpdf/qpdf-c.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/crypto.h"

/* Sixteen, so that four random bits choose one and none comes more often. */
static const char letters[] = "ACFHJKPRXY234679";

void
protect_key(char key[KEY_TEXT])
{
    uint8_t random[KEY_GROUPS * KEY_GROUP];
    char *at = key;

    random_bytes(random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++) {
        if (i && i % KEY_GROUP == 0)
            *at++ = '-';
        *at++ = letters[random[i] & 15];
    }
    *at = '\0';
    wipe(random, sizeof random);
}

/* --- ZIP ---------------------------------------------------------------------------------- */

static bool
add_file(zip_t *zip, const struct protected_file *file, const char *key)
{
    zip_source_t *source = zip_source_buffer(zip, file->bytes, file->size, 0);
    zip_int64_t at;

    if (!source)
        return false;
    at = zip_file_add(zip, file->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_AES_256, key) == 0;
}

/* What libzip wrote, out of its own memory. */
static bool
take_zip(zip_source_t *source, struct buffer *out)
{
    zip_stat_t stat;
    zip_int64_t got;

    if (zip_source_stat(source, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) ||
        zip_source_open(source) != 0)
        return false;
    got = zip_source_read(source, buffer_room(out, stat.size), stat.size);
    zip_source_close(source);
    if (got < 0 || (zip_uint64_t)got != stat.size)
        return false;
    out->length += stat.size;
    out->data[out->length] = '\0';
    return true;
}

bool
protect_zip(const struct protected_file *files, size_t count, const char *key, struct buffer *out,
            const char **why)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;
    bool good = zip != NULL && count;

    *why = "保護ZIPを作れません。";
    if (zip)
        zip_source_keep(source);
    for (size_t i = 0; good && i < count; i++)
        good = add_file(zip, &files[i], key);
    if (zip && (!good || zip_close(zip) != 0)) {
        zip_discard(zip);
        good = false;
    }
    good = good && take_zip(source, out);
    if (source)
        zip_source_free(source);
    return good;
}

/* --- PDF ---------------------------------------------------------------------------------- */

static bool
failed(QPDF_ERROR_CODE code)
{
    return code & QPDF_ERRORS;
}

static bool
encrypt(qpdf_data pdf, const void *bytes, size_t size, const char *key)
{
    /* The owner's password would lift what the key does not allow; nobody is to have it. */
    char owner[KEY_TEXT];

    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    if (failed(qpdf_read_memory(pdf, "document", bytes, size, NULL)) ||
        failed(qpdf_init_write_memory(pdf)))
        return false;
    protect_key(owner);
    qpdf_set_r6_encryption_parameters2(pdf, key, owner, QPDF_TRUE, QPDF_TRUE, QPDF_FALSE,
                                       QPDF_FALSE, QPDF_FALSE, QPDF_FALSE, qpdf_r3p_full,
                                       QPDF_TRUE);
    wipe(owner, sizeof owner);
    return !failed(qpdf_write(pdf));
}

bool
protect_pdf(const void *bytes, size_t size, const char *key, struct buffer *out, const char **why)
{
    qpdf_data pdf = qpdf_init();
    bool good = encrypt(pdf, bytes, size, key) && qpdf_get_buffer_length(pdf);

    *why = "パスワード付きのPDFを作れません。";
    if (good)
        buffer_add(out, qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf));
    /* Taken off, or qpdf says on standard error that nobody looked at it. */
    if (qpdf_has_error(pdf))
        qpdf_get_error(pdf);
    qpdf_cleanup(&pdf);
    return good;
}
