#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digits.h"
#include "base/time.h"
#include "base/utf8.h"

static const char *const level_names[LOG_LEVELS] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

/* One write(2) is not enough between threads: not every kind of file moves its end for all. */
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;
static atomic_int log_fd = STDERR_FILENO;
static atomic_int log_least = LOG_INFO;

/* A line of fixed size; what does not fit is marked and dropped. */
struct line {
    char bytes[LOG_LINE];
    size_t length;
    bool cut;
};

static const char cut_mark[] = "…\n";
enum { LINE_ROOM = LOG_LINE - sizeof(cut_mark) };

void
log_open(int fd, enum log_level least)
{
    atomic_store(&log_fd, fd);
    atomic_store(&log_least, (int)least);
}

bool
log_level_parse(const char *text, enum log_level *out)
{
    for (int level = 0; level < LOG_LEVELS; level++)
        if (strcmp(text, level_names[level]) == 0) {
            *out = (enum log_level)level;
            return true;
        }
    return false;
}

bool
log_wanted(enum log_level level)
{
    return (int)level >= atomic_load_explicit(&log_least, memory_order_relaxed);
}

/* All of it or nothing, so that no character is cut through. */
static void
put(struct line *line, const char *bytes, size_t length)
{
    if (line->cut || line->length + length > LINE_ROOM) {
        line->cut = true;
        return;
    }
    memcpy(line->bytes + line->length, bytes, length);
    line->length += length;
}

static void
put_text(struct line *line, const char *text)
{
    put(line, text, strlen(text));
}

static bool
is_plain(const char *value)
{
    size_t length = strlen(value);

    for (const char *at = value; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == '"' || *at == '=' || *at == '\\' || *at == 0x7F)
            return false;
    /* Where control characters of more than one byte begin: the quoting looks closer. */
    return length && utf8_valid_length(value, length) == length && !strchr(value, '\xC2') &&
           !strstr(value, "\xE2\x80") && !strstr(value, "\xE2\x81") && !strstr(value, "\xEF\xBB");
}

static void
put_byte(struct line *line, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    const char escape[] = { '\\', 'x', hex[byte >> 4], hex[byte & 15] };

    if (byte == '"' || byte == '\\')
        put(line, (const char[]){ '\\', (char)byte }, 2);
    else if (byte == '\n')
        put(line, "\\n", 2);
    else if (byte == '\r')
        put(line, "\\r", 2);
    else if (byte == '\t')
        put(line, "\\t", 2);
    else if (byte < ' ' || byte >= 0x7F)
        put(line, escape, sizeof(escape));
    else
        put(line, (const char[]){ (char)byte }, 1);
}

/* Whether a character of more than one byte may stand in a log as it is: no C1 control,
   nothing that ends a line or turns the direction of writing. */
static bool
is_harmless(uint32_t code)
{
    return code >= 0xA0 && !(code >= 0x200B && code <= 0x200F) &&
           !(code >= 0x2028 && code <= 0x202E) && !(code >= 0x2066 && code <= 0x2069) &&
           code != 0xFEFF;
}

static void
put_quoted(struct line *line, const char *value)
{
    size_t left = strlen(value);

    put(line, "\"", 1);
    while (left) {
        const char *next = value;
        size_t valid = utf8_valid_length(value, left < 4 ? left : 4);
        uint32_t code = valid ? utf8_next(&next) : 0;
        size_t length = valid ? (size_t)(next - value) : 1;

        if (length > 1 && is_harmless(code))
            put(line, value, length);
        else
            for (size_t i = 0; i < length; i++)
                put_byte(line, (unsigned char)value[i]);
        value += length;
        left -= length;
    }
    put(line, "\"", 1);
}

static void
put_value(struct line *line, const char *value)
{
    if (is_plain(value))
        put_text(line, value);
    else
        put_quoted(line, value);
}

/* What came from outside may hold what must not be kept anywhere. Ids of requests are ours,
   and random digits among them must stay as they are. */
static void
put_guarded(struct line *line, const char *key, const char *value)
{
    struct arena arena = { 0 };
    bool ours = strcmp(key, "request") == 0;

    if (!ours)
        value = digits_mask_my_number(&arena, value);
    put_value(line, value);
    arena_release(&arena);
}

void
log_line(enum log_level level, const char *event, ...)
{
    struct line line = { .length = 0 };
    char now[INSTANT_TEXT];
    const char *key;
    va_list pairs;

    if (!log_wanted(level))
        return;
    instant_print_us(instant_now(), now);
    put_text(&line, now);
    put_text(&line, " level=");
    put_text(&line, level_names[level]);
    put_text(&line, " event=");
    put_value(&line, event);
    va_start(pairs, event);
    while ((key = va_arg(pairs, const char *))) {
        const char *value = va_arg(pairs, const char *);

        if (!value)
            continue;
        put(&line, " ", 1);
        put_text(&line, key);
        put(&line, "=", 1);
        put_guarded(&line, key, value);
    }
    va_end(pairs);
    /* The mark always fits: LINE_ROOM leaves its place free. */
    memcpy(line.bytes + line.length, line.cut ? cut_mark : "\n",
           line.cut ? sizeof(cut_mark) - 1 : 1);
    line.length += line.cut ? sizeof(cut_mark) - 1 : 1;
    pthread_mutex_lock(&writing);
    if (write(atomic_load(&log_fd), line.bytes, line.length) < 0)
        line.cut = true; /* there is no better place to say so */
    pthread_mutex_unlock(&writing);
}
