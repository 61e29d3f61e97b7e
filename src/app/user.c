#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/grant.h"
#include "app/secret.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/wareki.h"
#include "store/act.h"
#include "web/factor.h"
#include "web/notice.h"
#include "web/password.h"
#include "web/session.h"
#include "web/token.h"

enum { PASSWORD_BYTES = 15 };

/* What a file said needs no showing; anything else is shown once. */
static void
write_password(const struct arguments *arguments, const char *login, const char *password)
{
    struct buffer *out = arguments->out;
    bool shown = !argument(arguments, "password-file");

    if (!arguments->json) {
        buffer_print(out, "login %s", login);
        if (shown)
            buffer_print(out, "  password %s", password);
        buffer_char(out, '\n');
        return;
    }
    buffer_text(out, "{\"login\":");
    json_text(out, login);
    if (shown) {
        buffer_text(out, ",\"password\":");
        json_text(out, password);
    }
    buffer_text(out, "}\n");
}

/* The password that was given, else one that is made here. */
static bool
hash_password(struct act *a, const struct arguments *arguments, const char **password,
              const char **hash)
{
    if (!secret_read(a, arguments, "password", password))
        return false;
    if (!*password)
        *password = random_token(a->arena, PASSWORD_BYTES);
    return password_hash(a, arguments->operands[1], *password, hash);
}

static int
add(struct act *a, const struct arguments *arguments)
{
    const char *role = argument(arguments, "role");
    struct grant grant = { .login = arguments->operands[1],
                           .title = argument(arguments, "title"),
                           .contract = argument(arguments, "contract"),
                           .section = argument(arguments, "section") };
    const char *password;

    if (!role || (strcmp(role, "administrator") != 0 && !role_parse(role, &grant.role))) {
        fail(a, FAULT_MALFORMED, "role",
             "--role に役割を書いてください（lead operator officer approver participant requester"
             " author member auditor administrator）。");
        return 2;
    }
    grant.administrator = strcmp(role, "administrator") == 0;
    if (!hash_password(a, arguments, &password, &grant.hash) || !grant_user(a, &grant))
        return fault_face(act_fault_kind(a))->exit;
    write_password(arguments, grant.login, password);
    return 0;
}

static bool
end_sessions(struct act *a, void *with)
{
    const struct who *who = with;

    return session_close(a, who->id, 0, 0) && notice_put(a, who->id, NOTICE_PASSWORD);
}

static bool
drop_factor(struct act *a, void *with)
{
    const struct who *who = with;

    return factor_remove(a, who->id) && session_close(a, who->id, 0, 0) &&
           notice_put(a, who->id, NOTICE_FACTOR_REMOVED);
}

/* Who has lost password or app may have lost them to somebody who is signed in. */
static bool
then(struct act *a, const char *login, bool (*work)(struct act *, void *))
{
    struct who who;

    return who_by_login(a, login, &who) && act_write(a, work, &who);
}

static int
change(struct act *a, const struct arguments *arguments)
{
    const char *verb = arguments->operands[0];
    const char *login = arguments->operands[1];
    struct grant grant = { .login = login,
                           .contract = argument(arguments, "contract"),
                           .section = argument(arguments, "section") };
    const char *role = argument(arguments, "role");
    const char *password;
    bool done = false;

    if (strcmp(verb, "grant") == 0) {
        if (!role || !role_parse(role, &grant.role)) {
            fail(a, FAULT_MALFORMED, "role", "--role に役割を書いてください。");
            return 2;
        }
        done = grant_role(a, &grant);
    } else if (strcmp(verb, "end") == 0) {
        done = grant_end(a, login);
    } else if (strcmp(verb, "password") == 0) {
        done = hash_password(a, arguments, &password, &grant.hash) && grant_password(a, &grant) &&
               then(a, login, end_sessions);
        if (done)
            write_password(arguments, login, password);
        return done ? 0 : fault_face(act_fault_kind(a))->exit;
    } else if (strcmp(verb, "second-factor") == 0) {
        done = then(a, login, drop_factor);
    } else {
        fail(a, FAULT_MALFORMED, NULL,
             "tasuki user のあとには add、grant、end、password、second-factor のどれかを書いて"
             "ください。");
        return 2;
    }
    if (done)
        buffer_text(arguments->out, "保存しました。\n");
    return done ? 0 : fault_face(act_fault_kind(a))->exit;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    return strcmp(arguments->operands[0], "add") == 0 ? add(a, arguments) : change(a, arguments);
}

static const struct command_option options[] = {
    { "role", "ROLE",
      "役割（lead operator officer approver participant requester author member "
      "auditor administrator）" },
    { "contract", "NUMBER", "契約番号（省略するとすべての契約）" },
    { "section", "NAME", "所属（組織の台帳にある名前）" },
    { "title", "NAME", "表示名（省略すると利用者ID）" },
    { "password", "TEXT", "パスワード（省略すると作って表示する）" },
    { "password-file", "FILE", "パスワードを1行目に書いたファイル" },
    { 0 },
};

const struct command user_command = {
    .name = "user",
    .usage = "add|grant|end|password|second-factor LOGIN [--role ROLE] [--contract NUMBER]",
    .title = "利用者を登録する、役割を足す、止める",
    .help = "add は利用者を作って最初のパスワードを表示します。grant は役割を足します。\n"
            "end はすぐに使えなくします。password はパスワードを新しくします。\n"
            "second-factor は二要素認証を外し、本人が設定し直せるようにします。\n"
            "password と second-factor は、その利用者のサインインをすべて終了します。\n\n"
            "例: tasuki user add miura --role operator --title 三浦",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run,
};

static int
make_token(struct act *a, const struct arguments *arguments)
{
    const char *login = argument(arguments, "user");
    const char *days = argument(arguments, "for");
    const char *token;
    struct token_wish wish = { .days = 365,
                               .scope = argument(arguments, "scope"),
                               .title = argument(arguments, "title") };
    struct who who;
    int length = 0;

    if (!login || (days && (sscanf(days, "%5d%n", &wish.days, &length) != 1 || days[length] ||
                            wish.days < 1 || wish.days > TOKEN_DAYS_MOST))) {
        fail(a, FAULT_MALFORMED, login ? "for" : "user",
             login ? "--for は1から3650までの日数で書いてください。"
                   : "--user に利用者IDを書いてください。");
        return 2;
    }
    if (!wish.title)
        wish.title = "tasuki token";
    if (!who_by_login(a, login, &who))
        return fault_face(act_fault_kind(a))->exit;
    wish.user = who.id;
    if (!token_make(a, &wish, &token))
        return fault_face(act_fault_kind(a))->exit;
    if (arguments->json) {
        buffer_text(arguments->out, "{\"token\":");
        json_text(arguments->out, token);
        buffer_text(arguments->out, "}\n");
    } else {
        buffer_print(arguments->out, "%s\n", token);
    }
    return 0;
}

static const struct command_option token_options[] = {
    { "user", "LOGIN", "だれのトークンか" },
    { "for", "DAYS", "使える日数（省略すると365）" },
    { "scope", "WORDS",
      "read か write と、台帳の名前（省略すると write。例：\"read inquiry person\"）" },
    { "title", "TEXT", "何に使うか" },
    { 0 },
};

const struct command token_command = {
    .name = "token",
    .usage = "--user LOGIN [--for DAYS] [--scope WORDS]",
    .title = "APIのトークンを作る",
    .help = "利用者の役割で使えるトークンを作り、一度だけ表示します。保存するのは照合用の値だけ"
            "です。--scope で、読むだけにしたり、台帳を限ったりできます。\n\n"
            "例: tasuki token --user miura --for 90 --scope \"read inquiry\"",
    .options = token_options,
    .run = make_token,
};
