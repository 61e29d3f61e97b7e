/*
 * Mail: whatever the bytes, reading ends, texts are valid and within their limits, files lie
 * within the message's own size, and what is refused says why.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/utf8.h"
#include "web/imap.h"
#include "web/incoming.h"
#include "web/letter_compose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *text, size_t most)
{
    must(text && utf8_valid(text, strlen(text)) && utf8_count(text) <= most);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    struct arena arena = { 0 };
    const char *bytes = arena_slice(&arena, (const char *)data, size);
    struct imap_message look;
    struct incoming it;
    const char *why = NULL;
    size_t files = 0;

    if (!begun)
        letter_compose_init();
    begun = true;
    if (!incoming_read(&arena, bytes, size, &it, &why))
        must(why && *why);
    must(it.identifier && *it.identifier && strlen(it.identifier) <= INCOMING_IDENTIFIER);
    must(!*it.from || letter_address_good(it.from));
    must(!*it.reply_to || letter_address_good(it.reply_to));
    check_text(it.from_name, 200);
    check_text(it.subject, 2 * INCOMING_SUBJECT);
    check_text(it.text, 2 * INCOMING_TEXT);
    must(!strpbrk(it.subject, "\r"));
    must(it.references.count <= INCOMING_REFERENCES && it.file_count <= INCOMING_FILES);
    for (size_t i = 0; i < it.file_count; i++) {
        check_text(it.files[i].name, size + 100);
        files += it.files[i].size;
    }
    must(files <= size + it.file_count);
    imap_read_look(bytes, 1, &look);
    arena_release(&arena);
    return 0;
}
