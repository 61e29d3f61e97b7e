#include "web/smtp.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/utf8.h"
#include "web/mail_link.h"

enum { SECONDS = 60, SAID_MOST = 200 };

static struct smtp_options settings;

void
smtp_set(const struct smtp_options *options)
{
    settings = *options;
}

const struct smtp_options *
smtp_settings(void)
{
    return &settings;
}

/* What is being asked; libcurl itself tells only that something was refused. */
enum step { STEP_GREETING, STEP_AUTH, STEP_MAIL, STEP_RCPT, STEP_DATA };

struct smtp {
    struct mail_link link;
    const struct smtp_options *options;
    struct arena *arena; /* of the message under way */
    const char *bytes;
    size_t left;
    enum step step;
    bool over; /* libcurl says QUIT when something was refused; that answer is nothing new */
    struct smtp_recipient *to;
    size_t count;
    size_t asked; /* addresses */
    int code;     /* the last one that was not for an address */
    const char *said;
};

/* --- listening in ---------------------------------------------------------------------- */

static const char *
line_words(struct arena *arena, const char *line, size_t length)
{
    char *text;

    if (length > SAID_MOST)
        length = SAID_MOST;
    text = arena_slice(arena, line, utf8_valid_length(line, length));
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    for (size_t end = strlen(text); end > 0 && text[end - 1] == ' '; end--)
        text[end - 1] = '\0';
    return text;
}

static bool
begins(const char *line, size_t length, const char *word)
{
    return length >= strlen(word) && strncmp(line, word, strlen(word)) == 0;
}

static void
note_command(struct smtp *s, const char *line, size_t length)
{
    if (begins(line, length, "AUTH ")) {
        s->step = STEP_AUTH;
    } else if (begins(line, length, "MAIL FROM:")) {
        s->step = STEP_MAIL;
        s->asked = 0;
    } else if (begins(line, length, "RCPT TO:")) {
        s->step = STEP_RCPT;
        s->asked++;
    } else if (begins(line, length, "DATA")) {
        s->step = STEP_DATA;
    } else if (begins(line, length, "QUIT")) {
        s->over = true;
    }
}

/* The last line of an answer has a blank behind its number. */
static void
note_answer(struct smtp *s, const char *line, size_t length)
{
    int code = 0;

    if (s->over || length < 4 || line[3] != ' ')
        return;
    for (int i = 0; i < 3; i++) {
        if (line[i] < '0' || line[i] > '9')
            return;
        code = code * 10 + (line[i] - '0');
    }
    if (s->step == STEP_RCPT) {
        if (s->asked >= 1 && s->asked <= s->count) {
            s->to[s->asked - 1].code = code;
            s->to[s->asked - 1].said = line_words(s->arena, line, length);
        }
        return;
    }
    s->code = code;
    s->said = line_words(s->arena, line, length);
}

static int
listen_in(CURL *curl, curl_infotype kind, char *line, size_t length, void *with)
{
    struct smtp *s = with;

    (void)curl;
    if (!s->arena)
        return 0;
    if (kind == CURLINFO_HEADER_OUT)
        note_command(s, line, length);
    else if (kind == CURLINFO_HEADER_IN)
        note_answer(s, line, length);
    return 0;
}

static size_t
give(char *out, size_t size, size_t count, void *with)
{
    struct smtp *s = with;
    size_t most = size * count < s->left ? size * count : s->left;

    memcpy(out, s->bytes, most);
    s->bytes += most;
    s->left -= most;
    return most;
}

static size_t
drop(char *bytes, size_t size, size_t count, void *with)
{
    (void)bytes;
    (void)with;
    return size * count;
}

/* --- the link -------------------------------------------------------------------------- */

struct smtp *
smtp_open(const struct smtp_options *options, bool (*stopped)(const void *), const void *with)
{
    struct smtp *s = calloc(1, sizeof *s);

    must(s);
    s->options = options;
    mail_link_open(&s->link, &options->server, stopped, with);
    return s;
}

void
smtp_close(struct smtp *s)
{
    mail_link_close(&s->link);
    free(s);
}

static CURLcode
set_ears(struct smtp *s)
{
    CURLcode code = curl_easy_setopt(s->link.curl, CURLOPT_VERBOSE, 1L);

    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_DEBUGFUNCTION, listen_in);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_DEBUGDATA, s);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_WRITEFUNCTION, drop);
    return code;
}

static CURLcode
set_message(struct smtp *s, const struct curl_slist *to, size_t length)
{
    const struct smtp_options *o = s->options;
    CURLcode code =
        curl_easy_setopt(s->link.curl, CURLOPT_URL, mail_link_url(&s->link, s->arena, "smtp"));

    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_MAIL_FROM,
                                arena_print(s->arena, "<%s>", o->from));
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_MAIL_RCPT, to);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_UPLOAD, 1L);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_READFUNCTION, give);
    if (code == CURLE_OK)
        code = curl_easy_setopt(s->link.curl, CURLOPT_READDATA, s);
    return code;
}

static CURLcode
perform(struct smtp *s, size_t length)
{
    struct curl_slist *to = NULL;
    CURLcode code = mail_link_set(&s->link, "smtp", SECONDS);

    for (size_t i = 0; i < s->count; i++)
        to = curl_slist_append(to, arena_print(s->arena, "<%s>", s->to[i].address));
    if (code == CURLE_OK)
        code = set_ears(s);
    if (code == CURLE_OK)
        code = set_message(s, to, length);
    if (code == CURLE_OK)
        code = curl_easy_perform(s->link.curl);
    curl_easy_reset(s->link.curl); /* keeps the connection */
    curl_slist_free_all(to);
    return code;
}

/* --- what became of it ----------------------------------------------------------------- */

/* 530 to 538 speak of signing in and of TLS, 421 of the server: no fault of the message. */
static bool
is_servers_own(int code)
{
    return code == 421 || (code >= 530 && code <= 538);
}

static enum smtp_result
judge_message(const struct smtp *s, const char **why)
{
    if (s->code / 100 == 5 && !is_servers_own(s->code)) {
        *why = arena_print(s->arena, "メールのサーバーが受け取りません：%s", s->said);
        return SMTP_REFUSED;
    }
    *why = arena_print(s->arena, "メールのサーバーが今は受け取りません：%s",
                       s->code ? s->said : "答えがありません");
    return is_servers_own(s->code) ? SMTP_AWAY : SMTP_LATER;
}

static enum smtp_result
judge_addresses(const struct smtp *s, const char **why)
{
    size_t refused = 0, later = 0;
    const char *said = "";

    for (size_t i = 0; i < s->count; i++)
        if (s->to[i].code / 100 == 5) {
            refused++;
            said = s->to[i].said;
        }
    for (size_t i = 0; i < s->count; i++)
        if (s->to[i].code / 100 != 5 && s->to[i].code / 100 != 2) {
            later++;
            said = s->to[i].said ? s->to[i].said : "答えがありません";
        }
    *why = refused + later ? arena_print(s->arena, "宛先%zu件のうち%zu件に断られました：%s",
                                         s->count, refused + later, said)
                           : "";
    if (refused == s->count)
        return SMTP_REFUSED;
    return refused + later == s->count ? SMTP_LATER : SMTP_TAKEN;
}

static enum smtp_result
judge(const struct smtp *s, CURLcode code, const char **why)
{
    if (code == CURLE_OK)
        return judge_addresses(s, why);
    switch (s->step) {
    case STEP_GREETING:
    case STEP_AUTH:
        *why = arena_print(s->arena, "メールのサーバー %s:%d を使えません：%s%s%s",
                           s->options->server.name, s->options->server.port,
                           s->step == STEP_AUTH && s->code / 100 == 5 ? "サインインを断られました。"
                                                                      : "",
                           curl_easy_strerror(code),
                           s->code >= 400 ? arena_print(s->arena, "（%s）", s->said) : "");
        return SMTP_AWAY;
    case STEP_RCPT:
        return judge_addresses(s, why) == SMTP_REFUSED ? SMTP_REFUSED : SMTP_LATER;
    case STEP_MAIL:
    case STEP_DATA:
        break;
    }
    return judge_message(s, why);
}

enum smtp_result
smtp_send(struct smtp *s, struct arena *arena, const char *bytes, size_t length,
          struct smtp_recipient *to, size_t count, const char **why)
{
    enum smtp_result result;
    CURLcode code;

    s->arena = arena;
    s->bytes = bytes;
    s->left = length;
    s->step = STEP_GREETING;
    s->over = false;
    s->to = to;
    s->count = count;
    s->asked = 0;
    s->code = 0;
    s->said = "";
    for (size_t i = 0; i < count; i++)
        to[i].code = 0;
    code = perform(s, length);
    result = judge(s, code, why);
    s->arena = NULL;
    return result;
}
