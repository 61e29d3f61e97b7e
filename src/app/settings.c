#include "app/settings.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "contract/contract.h"
#include "desk/desk.h"
#include "ledger/attachment.h"
#include "ledger/command.h"
#include "web/directory.h"
#include "web/imap.h"
#include "web/letter.h"
#include "web/oidc.h"
#include "web/server.h"
#include "web/smtp.h"

enum { SECRET_MOST = 4096 };

static const char *const levels[] = { "debug", "info", "warn", "error", NULL };

static const char *const securities[] = { "starttls", "tls", "none", NULL };

/* Where accounts of a network are compared and changed (desk/account_directory.h). */
/* clang-format off */
#define NETWORK_DIRECTORY(section)                                                                 \
    { section, "url", CONFIG_TEXT, NULL, .most = 500,                                              \
      .help = "アカウントを突き合わせるディレクトリ（例 ldaps://dc1.example）" },                   \
    { section, "ca", CONFIG_TEXT, NULL, .most = 300,                                               \
      .help = "サーバーの証明書を確かめる認証局（PEM）" },                                         \
    { section, "account", CONFIG_TEXT, NULL, .most = 300, .help = "読むときの識別名（DN）" },      \
    { section, "password_file", CONFIG_TEXT, NULL, .most = 300,                                    \
      .help = "そのパスワードを1行目に書いたファイル" },                                           \
    { section, "change_account", CONFIG_TEXT, NULL, .most = 300,                                   \
      .help = "変えるときの識別名（DN）。なければ、読むだけで変えない" },                          \
    { section, "change_password_file", CONFIG_TEXT, NULL, .most = 300,                             \
      .help = "そのパスワードを1行目に書いたファイル" },                                           \
    { section, "plain", CONFIG_FLAG, "no", .help = "暗号にしない（試験のときだけ）" }
/* clang-format on */

static const struct config_option table[] = {
    { "server", "listen", CONFIG_TEXT, "127.0.0.1:8080", .help = "待つ場所" },
    { "server", "hosts", CONFIG_TEXT, NULL, .help = "ほかに受け付けるホスト名（空白で区切る）" },
    { "server", "proxies", CONFIG_TEXT, NULL,
      .help = "前に立つ中継の番地（空白で区切る）。ここからの Forwarded だけを信じる" },
    { "server", "https", CONFIG_FLAG, "no", .help = "利用者が https で来る（中継が暗号にする）" },
    { "server", "certificate", CONFIG_TEXT, NULL,
      .help = "中継なしで暗号にするときの証明書（PEM）のファイル" },
    { "server", "key", CONFIG_TEXT, NULL, .help = "証明書の鍵（PEM）のファイル" },
    { "server", "proxy_protocol", CONFIG_FLAG, "no",
      .help = "中継が PROXY の見出しを付ける。proxies からのものだけを受ける" },
    { "server", "sandbox", CONFIG_FLAG, "yes",
      .help = "データのフォルダの外に書けず、ほかのプログラムを動かせないようにする" },
    { "server", "workers", CONFIG_NUMBER, "32", 1, 512, .help = "同時に処理する数" },
    { "server", "connections", CONFIG_NUMBER, "1000", 10, 100000, .help = "同時につなぐ数" },
    { "session", "idle", CONFIG_NUMBER, "120", 10, 1440,
      .help = "使わないサインインが終わるまでの分" },
    { "session", "longest", CONFIG_NUMBER, "720", 10, 43200,
      .help = "使い続けてもサインインが終わる分（43200は30日）" },
    { "directory", "url", CONFIG_TEXT, NULL, .most = 500,
      .help = "ディレクトリのサーバー（例 ldaps://dc1.example、空白で区切る）" },
    { "directory", "ca", CONFIG_TEXT, NULL, .most = 300,
      .help = "サーバーの証明書を確かめる認証局（PEM）" },
    { "directory", "base", CONFIG_TEXT, NULL, .most = 300,
      .help = "探す所（例 dc=example,dc=jp）" },
    { "directory", "filter", CONFIG_TEXT, "(uid=%s)", .most = 300,
      .help = "利用者の探し方。Active Directory では (sAMAccountName=%s)" },
    { "directory", "group_filter", CONFIG_TEXT, "(member=%s)", .most = 300,
      .help = "グループの探し方" },
    { "directory", "account", CONFIG_TEXT, NULL, .most = 300, .help = "探すときの識別名（DN）" },
    { "directory", "password_file", CONFIG_TEXT, NULL, .most = 300,
      .help = "そのパスワードを1行目に書いたファイル" },
    { "directory", "plain", CONFIG_FLAG, "no", .help = "暗号にしない（試験のときだけ）" },
    NETWORK_DIRECTORY("directory-mynumber"),
    NETWORK_DIRECTORY("directory-lgwan"),
    NETWORK_DIRECTORY("directory-internet"),
    NETWORK_DIRECTORY("directory-other"),
    { "oidc", "issuer", CONFIG_TEXT, NULL, .most = 500,
      .help = "認証のサーバー（OpenID Connect の issuer、https://…）" },
    { "oidc", "client_id", CONFIG_TEXT, NULL, .most = 300, .help = "そこでの Tasuki の名前" },
    { "oidc", "client_secret_file", CONFIG_TEXT, NULL, .most = 300,
      .help = "そこでの秘密の値を1行目に書いたファイル" },
    { "oidc", "name", CONFIG_TEXT, "庁内の認証でサインイン", .most = 60, .help = "ボタンの文" },
    { "oidc", "scope", CONFIG_TEXT, "openid profile email", .most = 300, .help = "求める情報" },
    { "oidc", "login_claim", CONFIG_TEXT, "preferred_username", .most = 100,
      .help = "利用者IDにする項目" },
    { "oidc", "groups_claim", CONFIG_TEXT, "groups", .most = 100, .help = "グループの項目" },
    { "oidc", "strong", CONFIG_TEXT, "amr=mfa", .most = 300,
      .help = "二要素で確かめたとみなす印（amr=… か acr=…、空白で区切る。どれか1つ）" },
    { "oidc", "ca", CONFIG_TEXT, NULL, .most = 300,
      .help = "サーバーの証明書を確かめる認証局（PEM）" },
    { "mail", "server", CONFIG_TEXT, NULL, .most = 250,
      .help = "メールを受け取るサーバー（例 smtp.example）。なければ送らずにためておく" },
    { "mail", "port", CONFIG_NUMBER, NULL, 0, 65535,
      .help = "番号。0 なら security に合わせる（starttls 587、tls 465、none 25）" },
    { "mail", "security", CONFIG_CHOICE, "starttls", .choices = securities,
      .help = "暗号の始め方。none は同じ機械か閉じた網のサーバーのときだけ" },
    { "mail", "ca", CONFIG_TEXT, NULL, .most = 300,
      .help = "サーバーの証明書を確かめる認証局（PEM）" },
    { "mail", "login", CONFIG_TEXT, NULL, .most = 300, .help = "サーバーでの名前（要るとき）" },
    { "mail", "password_file", CONFIG_TEXT, NULL, .most = 300,
      .help = "そのパスワードを1行目に書いたファイル" },
    { "mail", "from", CONFIG_TEXT, NULL, .most = 250, .help = "差出人のメールアドレス" },
    { "mail", "name", CONFIG_TEXT, "Tasuki", .most = 150, .help = "差出人の名前" },
    { "mail", "dues", CONFIG_FLAG, "yes", .help = "期限の近いもののメールを、開庁日の朝に送る" },
    { "mail-in", "server", CONFIG_TEXT, NULL, .most = 250,
      .help =
          "問合せのメールボックスがあるサーバー（IMAP、例 imap.example）。なければ受け取らない" },
    { "mail-in", "port", CONFIG_NUMBER, NULL, 0, 65535,
      .help = "番号。0 なら security に合わせる（tls 993、starttls と none 143）" },
    { "mail-in", "security", CONFIG_CHOICE, "tls", .choices = securities,
      .help = "暗号の始め方。none は同じ機械のサーバーのときだけ" },
    { "mail-in", "ca", CONFIG_TEXT, NULL, .most = 300,
      .help = "サーバーの証明書を確かめる認証局（PEM）" },
    { "mail-in", "login", CONFIG_TEXT, NULL, .most = 300, .help = "メールボックスの名前" },
    { "mail-in", "password_file", CONFIG_TEXT, NULL, .most = 300,
      .help = "そのパスワードを1行目に書いたファイル" },
    { "mail-in", "folder", CONFIG_TEXT, "INBOX", .most = 100, .help = "受け取るフォルダ" },
    { "mail-in", "done", CONFIG_TEXT, "Tasuki", .most = 100,
      .help = "取り込んだメールを移すフォルダ。なければ作る" },
    { "mail-in", "contract", CONFIG_TEXT, NULL, .most = 100,
      .help = "問合せを受ける契約の番号。契約が1つなら要らない" },
    { "mail-in", "address", CONFIG_TEXT, NULL, .most = 250,
      .help = "そのメールボックスのアドレス。回答への返信先になる" },
    { "mail-in", "site", CONFIG_TEXT, NULL, .most = 250,
      .help =
          "職員が開く Tasuki のアドレス（例 https://tasuki.example）。完了の通知のリンクに使う" },
    { "mail-in", "message-mb", CONFIG_NUMBER, "25", 1, 100,
      .help = "1通の上限（MB）。超えるものは見出しだけを取り込む" },
    { "mail-in", "hourly", CONFIG_NUMBER, "30", 1, 10000,
      .help = "同じ差出人から1時間に受け付ける数" },
    { "mail-in", "acknowledge", CONFIG_FLAG, "yes", .help = "新しい問合せに受付の返信を1通送る" },
    { "ask", "url", CONFIG_TEXT, NULL, .most = 500,
      .help =
          "自動回答の文を整える先（OpenAI互換の chat/completions の https://…）。なければ使わない" },
    { "ask", "key_file", CONFIG_TEXT, NULL, .most = 300, .help = "その鍵を1行目に書いたファイル" },
    { "ask", "model", CONFIG_TEXT, NULL, .most = 200, .help = "そこでのモデルの名前" },
    { "ask", "ca", CONFIG_TEXT, NULL, .most = 300, .help = "その証明書を確かめる認証局（PEM）" },
    { "ask", "seconds", CONFIG_NUMBER, "5", 1, 30,
      .help = "待つ秒数。過ぎれば記事の文だけで答える" },
    { "ask", "plain", CONFIG_FLAG, "no", .help = "http:// も許す（同じ機械か閉じた網のときだけ）" },
    { "backup", "daily", CONFIG_FLAG, "yes", .help = "毎日2時に控えを取る" },
    { "backup", "keep", CONFIG_NUMBER, "30", 1, 10000, .help = "backups に残す控えの数" },
    { "attachments", "clamd", CONFIG_TEXT, "/run/clamav/clamd.ctl",
      .help =
          "ウイルス検査をする clamd のソケットか HOST:PORT。届かない間、添付ファイルは検査待ちの"
          "まま開けない。検査なしで使うなら none と書く" },
    { "attachments", "file-mb", CONFIG_NUMBER, "50", 1, 2000,
      .help = "添付ファイル1つの上限（MB）" },
    { "attachments", "record-mb", CONFIG_NUMBER, "500", 1, 20000,
      .help = "1つの記録の添付ファイルの合計の上限（MB）" },
    { "attachments", "record-count", CONFIG_NUMBER, "100", 1, 10000,
      .help = "1つの記録の添付ファイルの数の上限" },
    { "attachments", "total-gb", CONFIG_NUMBER, "100", 1, 100000,
      .help = "すべての添付ファイルの合計の上限（GB）" },
    { "keys", "rotate-days", CONFIG_NUMBER, "365", 0, 3650,
      .help = "マスター鍵をこの日数ごとに替える（0は替えない）" },
    { "log", "level", CONFIG_CHOICE, "info", .choices = levels, .help = "記録する細かさ" },
    { 0 },
};

static bool
read_file(struct config *config, struct arena *arena, const char *folder, const char **why)
{
    return config_read(config, arena, arena_print(arena, "%s/tasuki.ini", folder), table, why);
}

/* Words between spaces, ended by NULL; NULL itself when there are none. */
static const char *const *
words(struct arena *arena, const char *text, const char *more)
{
    const char **list = NEW_ARRAY(arena, strlen(text) / 2 + 3, const char *);
    size_t count = 0;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t length = strcspn(text, " ");

        list[count++] = arena_slice(arena, text, length);
        text += length;
    }
    if (more)
        list[count++] = more;
    return count ? list : NULL;
}

static const char *
text_or_null(const struct config *config, const char *name)
{
    const char *text = config_text(config, "server", name);

    return *text ? text : NULL;
}

bool
settings_read(struct arena *arena, const char *folder, const struct arguments *arguments,
              struct server_options *out, const char **why)
{
    const char *listen = argument(arguments, "listen");
    struct config config;
    enum log_level level;

    if (!read_file(&config, arena, folder, why) ||
        (listen && !config_set(&config, "server", "listen", listen, why)))
        return false;
    *out = (struct server_options){
        .listen = config_text(&config, "server", "listen"),
        .hosts = words(arena, config_text(&config, "server", "hosts"), argument(arguments, "host")),
        .proxies = words(arena, config_text(&config, "server", "proxies"), NULL),
        .workers = (int)config_number(&config, "server", "workers"),
        .connections = (int)config_number(&config, "server", "connections"),
        .certificate = text_or_null(&config, "certificate"),
        .key = text_or_null(&config, "key"),
        .proxy_protocol = config_flag(&config, "server", "proxy_protocol"),
        .secure = config_flag(&config, "server", "https"),
        .idle = (int)config_number(&config, "session", "idle"),
        .old = (int)config_number(&config, "session", "longest"),
    };
    if (log_level_parse(config_text(&config, "log", "level"), &level))
        log_open(2, level);
    return true;
}

static const char *
given(const struct config *config, const char *section, const char *name)
{
    const char *text = config_text(config, section, name);

    return *text ? text : NULL;
}

/* The first line of the file that the setting names; NULL when none is named. */
static bool
read_secret(struct arena *arena, const char *file, const char **out, const char **why)
{
    char *secret = NULL;
    size_t length;

    *out = NULL;
    if (!file)
        return true;
    if (!file_read(arena, file, SECRET_MOST, &secret, &length, why)) {
        *why = arena_print(arena, "%s: %s", file, *why);
        return false;
    }
    secret[strcspn(secret, "\r\n")] = '\0';
    *out = secret;
    return true;
}

bool
settings_directory(struct arena *arena, const char *folder, struct directory_options *out,
                   const char **why)
{
    struct config config;
    const char *secret;

    if (!read_file(&config, arena, folder, why) ||
        !read_secret(arena, given(&config, "directory", "password_file"), &secret, why))
        return false;
    *out = (struct directory_options){
        .url = given(&config, "directory", "url"),
        .ca = given(&config, "directory", "ca"),
        .base = given(&config, "directory", "base"),
        .filter = given(&config, "directory", "filter"),
        .group_filter = given(&config, "directory", "group_filter"),
        .account = given(&config, "directory", "account"),
        .password = secret,
        .plain = config_flag(&config, "directory", "plain"),
    };
    return true;
}

static bool
read_network_directory(struct arena *arena, const struct config *config, const char *layer,
                       struct desk_directory *out, const char **why)
{
    const char *section = arena_print(arena, "directory-%s", layer), *secret, *changing;

    if (!read_secret(arena, given(config, section, "password_file"), &secret, why) ||
        !read_secret(arena, given(config, section, "change_password_file"), &changing, why))
        return false;
    *out = (struct desk_directory){
        .layer = layer,
        .reading = { .url = given(config, section, "url"),
                     .ca = given(config, section, "ca"),
                     .account = given(config, section, "account"),
                     .password = secret,
                     .plain = config_flag(config, section, "plain") },
    };
    out->changing = out->reading;
    out->changing.account = given(config, section, "change_account");
    out->changing.password = changing;
    if (!out->changing.account || (changing && *changing))
        return true;
    *why = arena_print(arena, "tasuki.ini の [%s] に change_password_file を書いてください。",
                       section);
    return false;
}

bool
settings_directories(struct arena *arena, const char *folder, struct desk_directory *out,
                     const char **why)
{
    static const char *const layers[DESK_DIRECTORIES] = { "mynumber", "lgwan", "internet",
                                                          "other" };
    struct config config;
    bool good = read_file(&config, arena, folder, why);

    for (size_t i = 0; good && i < DESK_DIRECTORIES; i++)
        good = read_network_directory(arena, &config, layers[i], &out[i], why);
    return good;
}

bool
settings_oidc(struct arena *arena, const char *folder, struct oidc_options *out, const char **why)
{
    struct config config;
    const char *secret;

    if (!read_file(&config, arena, folder, why) ||
        !read_secret(arena, given(&config, "oidc", "client_secret_file"), &secret, why))
        return false;
    *out = (struct oidc_options){
        .issuer = given(&config, "oidc", "issuer"),
        .client_id = given(&config, "oidc", "client_id"),
        .client_secret = secret,
        .name = config_text(&config, "oidc", "name"),
        .scope = config_text(&config, "oidc", "scope"),
        .login_claim = config_text(&config, "oidc", "login_claim"),
        .groups_claim = config_text(&config, "oidc", "groups_claim"),
        .strong = config_text(&config, "oidc", "strong"),
        .ca = given(&config, "oidc", "ca"),
    };
    if (!out->issuer || (strncmp(out->issuer, "https://", 8) == 0 && out->client_id))
        return true;
    *why = out->client_id ? "tasuki.ini の [oidc] の issuer は https:// で始めてください。"
                          : "tasuki.ini の [oidc] に client_id を書いてください。";
    return false;
}

static enum mail_security
security_named(const char *name)
{
    if (strcmp(name, "none") == 0)
        return MAIL_PLAIN;
    return strcmp(name, "tls") == 0 ? MAIL_TLS : MAIL_STARTTLS;
}

/* `ports` by the security, for where none is named. */
static bool
read_server(struct arena *arena, const struct config *config, const char *section,
            const int ports[], struct mail_server *out, const char **why)
{
    const char *secret;

    if (!read_secret(arena, given(config, section, "password_file"), &secret, why))
        return false;
    *out = (struct mail_server){
        .name = given(config, section, "server"),
        .port = (int)config_number(config, section, "port"),
        .security = security_named(config_text(config, section, "security")),
        .ca = given(config, section, "ca"),
        .login = given(config, section, "login"),
        .password = secret,
    };
    if (!out->port)
        out->port = ports[out->security];
    return true;
}

/* Letters, digits and what addresses need: the name becomes part of a URL. */
static bool
server_good(const char *name)
{
    for (; *name; name++)
        if (!strchr(".-:[]_", *name) && !((*name | 32) >= 'a' && (*name | 32) <= 'z') &&
            !(*name >= '0' && *name <= '9'))
            return false;
    return true;
}

/* NULL, or what is wrong. */
static const char *
mail_wrong(const struct smtp_options *mail)
{
    if (!mail->server.name)
        return NULL;
    if (!server_good(mail->server.name))
        return "tasuki.ini の [mail] の server には、サーバーの名前か番地だけを書いてください。";
    if (!mail->from || !letter_address_good(mail->from))
        return "tasuki.ini の [mail] の from に、差出人のメールアドレスを書いてください。";
    if (mail->server.login && mail->server.security == MAIL_PLAIN)
        return "tasuki.ini の [mail] は、暗号なし（none）ではパスワードを送れません。login を消すか、"
               "security を starttls か tls にしてください。";
    return text_has_control(mail->from_name)
               ? "tasuki.ini の [mail] の name に使えない文字があります。"
               : NULL;
}

bool
settings_mail(struct arena *arena, const char *folder, struct smtp_options *out, const char **why)
{
    static const int ports[] = { [MAIL_STARTTLS] = 587, [MAIL_TLS] = 465, [MAIL_PLAIN] = 25 };
    struct config config;

    if (!read_file(&config, arena, folder, why) ||
        !read_server(arena, &config, "mail", ports, &out->server, why))
        return false;
    out->from = given(&config, "mail", "from");
    out->from_name = config_text(&config, "mail", "name");
    due_mail_set(config_flag(&config, "mail", "dues"));
    *why = mail_wrong(out);
    return !*why;
}

/* https://name, with a port or not: a path is put behind it. */
static bool
site_good(const char *site)
{
    size_t scheme = strncmp(site, "https://", 8) == 0  ? 8
                    : strncmp(site, "http://", 7) == 0 ? 7
                                                       : 0;
    size_t name = strspn(site + scheme, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789.-:[]");

    return scheme && name && !site[scheme + name];
}

static const char *
mailbox_wrong(const struct desk_mailbox *box)
{
    const struct mail_server *server = &box->imap.server;

    if (box->address && !letter_address_good(box->address))
        return "tasuki.ini の [mail-in] の address に、メールアドレスを1つ書いてください。";
    if (box->site && !site_good(box->site))
        return "tasuki.ini の [mail-in] の site は、https://tasuki.example のように、終わりに / を付けずに書いてください。";
    if (!server->name)
        return NULL;
    if (!server_good(server->name))
        return "tasuki.ini の [mail-in] の server には、サーバーの名前か番地だけを書いてください。";
    if (server->security == MAIL_PLAIN && strcmp(server->name, "127.0.0.1") != 0 &&
        strcmp(server->name, "localhost") != 0)
        return "tasuki.ini の [mail-in] は、暗号なし（none）では同じ機械（127.0.0.1）にしかつなぎません。";
    if (!server->login || !box->address)
        return "tasuki.ini の [mail-in] に login と address を書いてください。";
    if (!imap_folder_good(box->imap.folder) || !imap_folder_good(box->imap.done) ||
        strcasecmp(box->imap.folder, box->imap.done) == 0)
        return "tasuki.ini の [mail-in] の folder と done には、半角の英数字で別の名前を書いてください。";
    return NULL;
}

bool
settings_mailbox(struct arena *arena, const char *folder, struct desk_mailbox *out,
                 const char **why)
{
    static const int ports[] = { [MAIL_STARTTLS] = 143, [MAIL_TLS] = 993, [MAIL_PLAIN] = 143 };
    struct mail_server server;
    struct config config;

    if (!read_file(&config, arena, folder, why) ||
        !read_server(arena, &config, "mail-in", ports, &server, why))
        return false;
    *out = (struct desk_mailbox){
        .imap.server = server,
        .imap.folder = config_text(&config, "mail-in", "folder"),
        .imap.done = config_text(&config, "mail-in", "done"),
        .contract = given(&config, "mail-in", "contract"),
        .address = given(&config, "mail-in", "address"),
        .site = given(&config, "mail-in", "site"),
        .most = config_number(&config, "mail-in", "message-mb") << 20,
        .hourly = (int)config_number(&config, "mail-in", "hourly"),
        .acknowledge = config_flag(&config, "mail-in", "acknowledge"),
    };
    *why = mailbox_wrong(out);
    return !*why;
}

bool
settings_writer(struct arena *arena, const char *folder, struct desk_writer *out, const char **why)
{
    struct config config;
    const char *secret;

    if (!read_file(&config, arena, folder, why) ||
        !read_secret(arena, given(&config, "ask", "key_file"), &secret, why))
        return false;
    *out = (struct desk_writer){
        .url = given(&config, "ask", "url"),
        .key = secret,
        .model = config_text(&config, "ask", "model"),
        .ca = given(&config, "ask", "ca"),
        .plain = config_flag(&config, "ask", "plain"),
        .seconds = (int)config_number(&config, "ask", "seconds"),
    };
    if (!out->url || strncmp(out->url, "https://", 8) == 0 ||
        (out->plain && strncmp(out->url, "http://", 7) == 0))
        return true;
    *why = "tasuki.ini の [ask] の url は https:// で始めてください。";
    return false;
}

bool
settings_sandbox(struct arena *arena, const char *folder, bool *wanted, const char **why)
{
    struct config config;

    if (!read_file(&config, arena, folder, why))
        return false;
    *wanted = config_flag(&config, "server", "sandbox");
    return true;
}

bool
settings_attachments(struct arena *arena, const char *folder, const char **why)
{
    struct attachment_settings out;
    struct config config;

    if (!read_file(&config, arena, folder, why))
        return false;
    out = (struct attachment_settings){
        .clamd = config_text(&config, "attachments", "clamd"),
        .file = config_number(&config, "attachments", "file-mb") << 20,
        .record = config_number(&config, "attachments", "record-mb") << 20,
        .count = config_number(&config, "attachments", "record-count"),
        .total = config_number(&config, "attachments", "total-gb") << 30,
    };
    if (strcmp(out.clamd, "none") == 0 || strcmp(out.clamd, "なし") == 0)
        out.clamd = NULL;
    else if (*out.clamd != '/' && !strchr(out.clamd, ':')) {
        *why = arena_print(arena,
                           "%s/tasuki.ini: clamd は /run/clamav/clamd.ctl のようなソケット、"
                           "127.0.0.1:3310 のような番地、または none です。",
                           folder);
        return false;
    }
    attachments_set(&out);
    if (!out.clamd)
        log_line(LOG_WARN, "attachments", "clamd", "none", "means",
                 "添付ファイルはウイルス検査なしで開けます", NULL);
    return true;
}

bool
settings_rotation(struct arena *arena, const char *folder, int *days, const char **why)
{
    struct config config;

    if (!read_file(&config, arena, folder, why))
        return false;
    *days = (int)config_number(&config, "keys", "rotate-days");
    return true;
}

bool
settings_backup(struct arena *arena, const char *folder, struct backup_settings *out,
                const char **why)
{
    struct config config;

    if (!read_file(&config, arena, folder, why))
        return false;
    *out = (struct backup_settings){
        .daily = config_flag(&config, "backup", "daily"),
        .keep = (int)config_number(&config, "backup", "keep"),
    };
    return true;
}
