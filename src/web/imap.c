#include "web/imap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "web/mail_link.h"

enum { SECONDS = 300, STALL_SECONDS = 30, ANSWER_MOST = 256 * 1024 };

struct imap {
    struct mail_link link;
    const struct imap_options *options;
    struct buffer got; /* of the question under way */
    size_t most;
    bool too_much;
    bool made; /* the other folder */
};

static bool
is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("._-/", c) != NULL;
}

bool
imap_folder_good(const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < length; i++)
        if (!is_plain(name[i]))
            return false;
    return length > 0 && length <= 100 && name[0] != '/' && name[length - 1] != '/' &&
           !strstr(name, "//");
}

static size_t
take(char *bytes, size_t size, size_t count, void *with)
{
    struct imap *i = with;

    size_t length = size * count, room = i->most - i->got.length;

    buffer_add(&i->got, bytes, length < room ? length : room);
    i->too_much = length > room;
    return i->too_much ? 0 : length;
}

struct imap *
imap_open(const struct imap_options *options, bool (*stopped)(const void *), const void *with)
{
    struct imap *i = calloc(1, sizeof *i);

    must(i);
    i->options = options;
    mail_link_open(&i->link, &options->server, stopped, with);
    return i;
}

void
imap_close(struct imap *i)
{
    mail_link_close(&i->link);
    free(i);
}

/* --- a question ------------------------------------------------------------------------- */

/* A server that says nothing more is left before the whole time is over. */
static CURLcode
set_patience(CURL *curl)
{
    CURLcode code = curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)STALL_SECONDS);

    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    if (code == CURLE_OK)
        code = curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)STALL_SECONDS);
    return code;
}

static CURLcode
set_ears(struct imap *i)
{
    CURLcode code = curl_easy_setopt(i->link.curl, CURLOPT_WRITEFUNCTION, take);

    if (code == CURLE_OK)
        code = curl_easy_setopt(i->link.curl, CURLOPT_WRITEDATA, i);
    return code;
}

static const char *
reason(struct imap *i, struct arena *arena, CURLcode code)
{
    const struct imap_options *o = i->options;

    if (i->too_much)
        return "IMAPのサーバーの答えが、知らせた大きさより長く続きます。";
    return arena_print(
        arena, "IMAPのサーバー %s:%d を使えません：%s%s", o->server.name, o->server.port,
        code == CURLE_LOGIN_DENIED ? "サインインを断られました。" : "", curl_easy_strerror(code));
}

/* `path` comes behind the folder; `command` NULL fetches what the path names. */
static CURLcode
ask(struct imap *i, struct arena *arena, const char *path, const char *command, size_t most)
{
    const char *url = arena_print(arena, "%s/%s%s", mail_link_url(&i->link, arena, "imap"),
                                  i->options->folder, path);
    CURLcode code = mail_link_set(&i->link, "imap", SECONDS);

    i->got = (struct buffer){ .arena = arena };
    i->most = most;
    i->too_much = false;
    if (code == CURLE_OK)
        code = set_patience(i->link.curl);
    if (code == CURLE_OK)
        code = set_ears(i);
    if (code == CURLE_OK)
        code = curl_easy_setopt(i->link.curl, CURLOPT_URL, url);
    if (code == CURLE_OK && command)
        code = curl_easy_setopt(i->link.curl, CURLOPT_CUSTOMREQUEST, command);
    if (code == CURLE_OK)
        code = curl_easy_perform(i->link.curl);
    curl_easy_reset(i->link.curl); /* keeps the connection */
    return code;
}

static bool
command(struct imap *i, struct arena *arena, const char *words, const char **why)
{
    CURLcode code = ask(i, arena, "", words, ANSWER_MOST);

    if (code == CURLE_OK)
        return true;
    *why = reason(i, arena, code);
    return false;
}

/* --- answers ---------------------------------------------------------------------------- */

/* A number of at most 18 digits; -1 when there is none. */
static int64_t
number_at(const char *text)
{
    int64_t number = 0;
    size_t digits = strspn(text, "0123456789");

    if (!digits || digits > 18)
        return -1;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

static int
by_number(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left, r = *(const int64_t *)right;

    return l < r ? -1 : l > r;
}

bool
imap_list(struct imap *i, struct arena *arena, size_t most, struct imap_list *out, const char **why)
{
    const char *line;
    size_t count = 0;

    *out = (struct imap_list){ 0 };
    if (!command(i, arena, "UID SEARCH UNDELETED", why))
        return false;
    out->uids = NEW_ARRAY(arena, i->got.length / 2 + 1, int64_t);
    line = strcasestr(buffer_string(&i->got), "* SEARCH");
    if (!line)
        return true;
    for (line += strlen("* SEARCH"); *line == ' '; line += strspn(line, "0123456789")) {
        int64_t uid = number_at(++line);

        if (uid > 0 && uid <= UINT32_MAX)
            out->uids[count++] = uid;
    }
    qsort(out->uids, count, sizeof *out->uids, by_number);
    out->count = count < most ? count : most;
    return true;
}

/* "22-Nov-2026 01:23:11 +0000", the day with a blank before one digit. */
static bool
read_time(const char *text, struct instant *out)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char iso[40];
    const char *month;

    if (strlen(text) < 26 || text[2] != '-' || text[6] != '-' || text[11] != ' ' || text[20] != ' ')
        return false;
    month = strcasestr(months, (char[]){ text[3], text[4], text[5], '\0' });
    if (!month || (month - months) % 3)
        return false;
    snprintf(iso, sizeof iso, "%.4s-%02d-%c%cT%.8s%.3s:%.2s", text + 7,
             (int)(month - months) / 3 + 1, text[0] == ' ' ? '0' : text[0], text[1], text + 12,
             text + 21, text + 24);
    return instant_parse(iso, out);
}

bool
imap_read_look(const char *text, int64_t uid, struct imap_message *out)
{
    const char *size = strcasestr(text, "RFC822.SIZE ");
    const char *date = strcasestr(text, "INTERNALDATE \"");

    *out = (struct imap_message){ .uid = uid, .size = size ? number_at(size + 12) : -1 };
    if (date && !read_time(date + 14, &out->at))
        out->at = (struct instant){ 0 };
    return out->size >= 0;
}

bool
imap_look(struct imap *i, struct arena *arena, int64_t uid, struct imap_message *out,
          const char **why)
{
    const char *words =
        arena_print(arena, "UID FETCH %lld (RFC822.SIZE INTERNALDATE)", (long long)uid);

    if (!command(i, arena, words, why))
        return false;
    if (imap_read_look(buffer_string(&i->got), uid, out))
        return true;
    *why = "IMAPのサーバーがメールの大きさを答えません。";
    return false;
}

bool
imap_fetch(struct imap *i, struct arena *arena, int64_t uid, bool headers, size_t most,
           struct imap_bytes *out, const char **why)
{
    const char *path =
        arena_print(arena, "/;UID=%lld%s", (long long)uid, headers ? ";SECTION=HEADER" : "");
    CURLcode code = ask(i, arena, path, NULL, most);

    if (code != CURLE_OK && !i->too_much) {
        *why = reason(i, arena, code);
        return false;
    }
    *out = (struct imap_bytes){ i->got.data, i->got.length, i->too_much };
    *why = "IMAPのサーバーがメールの中身を渡しません。";
    return i->got.length > 0;
}

/* --- away with it ----------------------------------------------------------------------- */

/* That it is there already is what most servers answer. */
static void
make_folder(struct imap *i, struct arena *arena)
{
    const char *why;

    if (!i->made)
        command(i, arena, arena_print(arena, "CREATE \"%s\"", i->options->done), &why);
    i->made = true;
}

bool
imap_done(struct imap *i, struct arena *arena, int64_t uid, const char **why)
{
    long long number = (long long)uid;
    const char *to = i->options->done;

    make_folder(i, arena);
    if (command(i, arena, arena_print(arena, "UID MOVE %lld \"%s\"", number, to), why))
        return true;
    return command(i, arena, arena_print(arena, "UID COPY %lld \"%s\"", number, to), why) &&
           command(i, arena, arena_print(arena, "UID STORE %lld +FLAGS.SILENT (\\Deleted)", number),
                   why);
}
