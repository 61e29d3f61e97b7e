#include "base/config.h"

#include <errno.h>
#include <string.h>

#include <ini.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/must.h"
#include "base/utf8.h"

enum {
    MOST_FILE = 256 * 1024,
    MOST_LINE = 190, /* bytes; the INI library cuts lines at 200 without a word */
    MOST_TEXT = 150,
    MOST_DIGITS = 18,
};

/* What the INI library's callback needs. */
struct reading {
    struct config *config;
    bool *given; /* by option: stood in the file already */
    const char *why;
};

static size_t
option_count(const struct config_option *options)
{
    size_t count = 0;

    while (options[count].name)
        count++;
    return count;
}

static bool
number_parse(const char *text, int64_t *out)
{
    bool negative = *text == '-';
    int64_t number = 0;
    int count = 0;

    for (text += negative; *text >= '0' && *text <= '9' && count < MOST_DIGITS; text++, count++)
        number = number * 10 + (*text - '0');
    if (!count || *text)
        return false;
    *out = negative ? -number : number;
    return true;
}

static bool
is_yes(const char *text)
{
    return strcmp(text, "yes") == 0;
}

static const char *
choices_text(struct arena *arena, const char *const *choices)
{
    struct buffer b = { .arena = arena };

    for (size_t i = 0; choices[i]; i++)
        buffer_print(&b, "%s%s", i ? "、" : "", choices[i]);
    return buffer_string(&b);
}

/* NULL when the value is right, else what is wrong with it. */
static const char *
value_fault(struct arena *arena, const struct config_option *option, const char *value)
{
    size_t length = strlen(value);
    size_t most = option->most > 0 ? (size_t)option->most : MOST_TEXT;
    int64_t number;

    switch (option->type) {
    case CONFIG_TEXT:
        if ((int64_t)length < option->least)
            return length ? "短すぎます。" : "空にはできません。";
        return length > most ? "長すぎます。" : NULL;
    case CONFIG_NUMBER:
        if (number_parse(value, &number) && number >= option->least && number <= option->most)
            return NULL;
        return arena_print(arena, "%lld から %lld までの整数にします。", (long long)option->least,
                           (long long)option->most);
    case CONFIG_FLAG:
        return is_yes(value) || strcmp(value, "no") == 0 ? NULL : "yes か no にします。";
    case CONFIG_CHOICE:
        for (size_t i = 0; option->choices[i]; i++)
            if (strcmp(value, option->choices[i]) == 0)
                return NULL;
        return arena_print(arena, "%s のどれかにします。", choices_text(arena, option->choices));
    }
    return NULL;
}

static int
option_find(const struct config_option *options, const char *section, const char *name)
{
    for (int i = 0; options[i].name; i++)
        if (strcmp(options[i].section, section) == 0 && strcmp(options[i].name, name) == 0)
            return i;
    return -1;
}

static bool
is_section(const struct config_option *options, const char *section)
{
    for (size_t i = 0; options[i].name; i++)
        if (strcmp(options[i].section, section) == 0)
            return true;
    return false;
}

bool
config_set(struct config *config, const char *section, const char *name, const char *value,
           const char **why)
{
    int i = option_find(config->options, section, name);
    const char *fault;

    if (i < 0) {
        *why =
            is_section(config->options, section)
                ? arena_print(config->arena, "[%s] に「%s」という項目はありません。", section, name)
                : arena_print(config->arena, "[%s] という区分はありません。", section);
        return false;
    }
    fault = value_fault(config->arena, &config->options[i], value);
    if (fault) {
        *why = arena_print(config->arena, "[%s] の %s は%s", section, name, fault);
        return false;
    }
    config->values[i] = arena_copy(config->arena, value);
    return true;
}

/* The library's convention: 1 is well, 0 makes it return this line's number. */
static int
on_line(void *thing, const char *section, const char *name, const char *value)
{
    struct reading *reading = thing;
    const struct config_option *options = reading->config->options;
    int i = option_find(options, section, name);

    if (reading->why)
        return 0;
    if (i >= 0 && reading->given[i]) {
        reading->why = arena_print(reading->config->arena,
                                   "[%s] の %s が2回あります。1つにします。", section, name);
        return 0;
    }
    if (i >= 0)
        reading->given[i] = true;
    return config_set(reading->config, section, name, value, &reading->why);
}

/* What the library would swallow or report at the wrong place. */
static const char *
line_fault(const char *line, size_t length)
{
    if (utf8_valid_length(line, length) != length)
        return "UTF-8 でない文字があります。文字コードを UTF-8 にして保存してください。";
    if (length > MOST_LINE)
        return "1行が長すぎます。";
    if (length && line[length - 1] == '\r')
        length--;
    if (!length || line[0] == ';' || line[0] == '#')
        return NULL;
    if (line[0] == ' ' || line[0] == '\t') /* would go on with the value before */
        return strspn(line, " \t") >= length ? NULL : "行の始めに空白を置けません。";
    if (memchr(line, line[0] == '[' ? ']' : '=', length))
        return NULL;
    return "「名前 = 値」か「[区分]」の形にします。";
}

static const char *
lines_fault(const char *bytes, int *number)
{
    const char *fault = NULL;

    if (strncmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        bytes += 3;
    for (*number = 1; !fault; ++*number) {
        size_t length = strcspn(bytes, "\n");

        fault = line_fault(bytes, length);
        if (fault || !bytes[length])
            break;
        bytes += length + 1;
    }
    return fault;
}

static const char *
initial_of(const struct config_option *option)
{
    if (option->initial)
        return option->initial;
    if (option->type == CONFIG_NUMBER)
        return "0";
    return option->type == CONFIG_FLAG ? "no" : "";
}

static void
set_initial(struct config *config, struct arena *arena, const struct config_option *options)
{
    size_t count = option_count(options);

    *config = (struct config){ options, NEW_ARRAY(arena, count, const char *), arena };
    for (size_t i = 0; i < count; i++)
        config->values[i] = initial_of(&options[i]);
}

bool
config_read(struct config *config, struct arena *arena, const char *path,
            const struct config_option *options, const char **why)
{
    struct reading reading = { .config = config };
    const char *fault = NULL;
    size_t length;
    char *bytes;
    int line = 0;

    set_initial(config, arena, options);
    if (!file_exists(path))
        return true;
    if (!file_read(arena, path, MOST_FILE, &bytes, &length, &fault)) {
        *why = arena_print(arena, "%s: %s", path, fault);
        return false;
    }
    if (strlen(bytes) != length)
        fault = "NUL があります。設定ファイルではないようです。";
    else
        fault = lines_fault(bytes, &line);
    if (!fault) {
        reading.given = NEW_ARRAY(arena, option_count(options), bool);
        line = ini_parse_string(bytes, on_line, &reading);
        must(line >= 0);
        fault = reading.why;
    }
    if (!fault && !line)
        return true;
    *why = arena_print(arena, "%s:%d: %s", path, line ? line : 1,
                       fault ? fault : "「名前 = 値」の形にします。");
    return false;
}

/* The value of a declared option; another type or an unknown name is a bug. */
static const char *
value_of(const struct config *config, const char *section, const char *name, enum config_type type)
{
    int i = option_find(config->options, section, name);
    enum config_type found;

    must(i >= 0);
    found = config->options[i].type;
    must(found == type || (found == CONFIG_CHOICE && type == CONFIG_TEXT));
    return config->values[i];
}

const char *
config_text(const struct config *config, const char *section, const char *name)
{
    return value_of(config, section, name, CONFIG_TEXT);
}

int64_t
config_number(const struct config *config, const char *section, const char *name)
{
    int64_t number;

    must(number_parse(value_of(config, section, name, CONFIG_NUMBER), &number));
    return number;
}

bool
config_flag(const struct config *config, const char *section, const char *name)
{
    return is_yes(value_of(config, section, name, CONFIG_FLAG));
}

void
config_sample(struct buffer *b, const struct config_option *options)
{
    const char *section = "";

    for (size_t i = 0; options[i].name; i++) {
        if (strcmp(section, options[i].section) != 0)
            buffer_print(b, "%s[%s]\n", i ? "\n" : "", options[i].section);
        section = options[i].section;
        if (options[i].help)
            buffer_print(b, "# %s\n", options[i].help);
        buffer_print(b, "# %s = %s\n", options[i].name, initial_of(&options[i]));
    }
}
