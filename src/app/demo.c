#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/grant.h"
#include "base/arena.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "store/store.h"
#include "web/module.h"
#include "web/password.h"

/* Invented people of an invented city; addresses end in .example, which cannot exist. */
static const char demo_password[] = "tasuki-demo-2026";

static const struct {
    const char *title;
    const char *kana;
    const char *code;
    const char *kind;
} organisations[] = {
    { "青葉市", "あおばし", "", "body" },
    { "情報政策課", "じょうほうせいさくか", "101", "section" },
    { "市民課", "しみんか", "201", "section" },
    { "税務課", "ぜいむか", "202", "section" },
    { "福祉課", "ふくしか", "203", "section" },
    { "保険年金課", "ほけんねんきんか", "204", "section" },
    { "財政課", "ざいせいか", "301", "section" },
    { "会計課", "かいけいか", "302", "section" },
    { "都市計画課", "としけいかくか", "401", "section" },
    { "学校教育課", "がっこうきょういくか", "501", "section" },
    { "北支所", "きたししょ", "601", "section" },
    { "襷情報サービス", "たすきじょうほうさーびす", "", "vendor" },
    { "みどり県情報化協議会", "みどりけんじょうほうかきょうぎかい", "", "body" },
    { "白波町", "しらなみちょう", "", "body" },
    { "みらい産業推進機構", "みらいさんぎょうすいしんきこう", "", "body" },
    { "ひばり区", "ひばりく", "", "body" },
    { "むすび電算", "むすびでんさん", "", "vendor" },
    { "こだま印刷", "こだまいんさつ", "", "vendor" },
};

static const struct {
    const char *title;
    const char *name;
    const char *kana;
    const char *section;
} staff[] = {
    { "小田", "小田　千晴", "おだ ちはる", "市民課" },
    { "椿", "椿　学", "つばき まなぶ", "税務課" },
    { "虹野", "虹野　良子", "にじの りょうこ", "福祉課" },
    { "坂上", "坂上　正男", "さかうえ まさお", "保険年金課" },
    { "土屋", "土屋　絵子", "つちや えこ", "財政課" },
    { "菊池", "菊池　一郎", "きくち いちろう", "会計課" },
    { "砂川", "砂川　冬男", "すながわ ふゆお", "都市計画課" },
    { "波岡", "波岡　梅子", "なみおか うめこ", "学校教育課" },
    { "髙橋", "髙橋　あおい", "たかはし あおい", "北支所" },
    { "雪村", "雪村　三郎", "ゆきむら さぶろう", "市民課" },
};

/* Besides the first one, which `init` made. */
static const struct {
    const char *number;
    const char *title;
    const char *client;
} other_contracts[] = {
    { "R8-002", "青葉市 情報セキュリティ監査業務", "青葉市" },
    { "R8-003", "みどり県 共同セキュリティ監査業務", "みどり県情報化協議会" },
    { "R8-004", "地域ラボ・ポータルサイト運用保守業務", "みらい産業推進機構" },
    { "R8-005", "ひばり区 DX推進支援センター運営業務", "ひばり区" },
};

static const struct {
    const char *login;
    const char *title;
    const char *name;
    const char *kana;
    enum role role;
    const char *section;
    const char *about;
    const char *contract; /* NULL: all */
    const char *post;
} users[] = {
    { "ooishi", "大石", "大石　渚", "おおいし なぎさ", ROLE_LEAD, "襷情報サービス",
      "受託者の責任者" },
    { "miura", "三浦", "三浦　港", "みうら みなと", ROLE_OPERATOR, "襷情報サービス",
      "受託者の担当（窓口）", .contract = "R8-001" },
    { "mochizuki", "望月", "望月　灯", "もちづき あかり", ROLE_OPERATOR, "襷情報サービス",
      "受託者の担当（窓口）", .contract = "R8-001" },
    { "aoyama", "青山", "青山　樹", "あおやま いつき", ROLE_OFFICER, "情報政策課",
      "発注者（情報政策課）" },
    { "kumo", "雲野", "雲野　遥", "くもの はるか", ROLE_REQUESTER, "市民課",
      "問い合わせる職員（市民課）", .contract = "R8-001" },
    { "iwaki", "岩城", "岩城　巌", "いわき いわお", ROLE_APPROVER, "市民課",
      "承認者（発注者の市民課長）", .post = "課長" },
    { "ishibashi", "石橋", "石橋　渡", "いしばし わたる", ROLE_PARTICIPANT, "白波町",
      "監査を受ける団体（白波町）", .contract = "R8-003", .post = "参加団体" },
    { "kansa", "監査", "監査　担当", "かんさ たんとう", ROLE_AUDITOR, "情報政策課", "監査" },
};

static void
write_sign_ins(struct buffer *out)
{
    buffer_text(out, "見本の利用者（パスワードはどれも同じです）\n");
    for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++)
        buffer_print(out, "  %-10s %s　%s\n", users[i].login, demo_password, users[i].about);
}

static bool
add_organisations(struct act *a, void *with)
{
    int64_t city = 0;

    (void)with;
    for (size_t i = 0; i < sizeof(organisations) / sizeof(organisations[0]); i++) {
        struct organisation *row = ledger_new(a, &organisation_ledger);

        row->title = organisations[i].title;
        row->kana = organisations[i].kana;
        row->code = organisations[i].code;
        row->kind.code = organisations[i].kind;
        row->parent.id = strcmp(row->kind.code, "section") == 0 ? city : 0;
        if (!ledger_create(a, &organisation_ledger, row))
            return false;
        city = city ? city : row->base.id;
    }
    return true;
}

static bool
find_organisation(struct act *a, const char *title, struct ref *out)
{
    const struct field to = {
        .name = "section", .type = FIELD_REF, .label = "所属", .to = &organisation_ledger
    };
    const char *why;

    return field_parse(a, &to, title, out, &why) || fail(a, FAULT_INVALID, "section", "%s", why);
}

static bool
add_staff(struct act *a, void *with)
{
    (void)with;
    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
        struct person *row = ledger_new(a, &person_ledger);

        row->title = staff[i].title;
        row->name = staff[i].name;
        row->kana = staff[i].kana;
        row->mail.text = arena_print(a->arena, "s%03zu@aoba.example", i + 101);
        row->phone.text = arena_print(a->arena, "000-0000-%04zu", 2300 + i);
        if (!find_organisation(a, staff[i].section, &row->section) ||
            !ledger_create(a, &person_ledger, row))
            return false;
    }
    return true;
}

static bool
name_contract(struct act *a, void *with)
{
    struct contract *row = with;

    row->title = "青葉市 内部情報システム運用支援業務";
    row->number = "R8-001";
    return find_organisation(a, "青葉市", &row->client) &&
           find_organisation(a, "襷情報サービス", &row->contractor) &&
           ledger_change(a, &contract_ledger, row);
}

static bool
add_contracts(struct act *a, const struct contract *first)
{
    for (size_t i = 0; i < sizeof(other_contracts) / sizeof(other_contracts[0]); i++) {
        struct contract *row = ledger_new(a, &contract_ledger);

        row->number = other_contracts[i].number;
        row->title = other_contracts[i].title;
        row->period = first->period;
        row->calendar = first->calendar;
        if (!find_organisation(a, other_contracts[i].client, &row->client) ||
            !find_organisation(a, "襷情報サービス", &row->contractor) ||
            !ledger_create(a, &contract_ledger, row))
            return false;
    }
    return true;
}

static bool
add_users(struct act *a)
{
    for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
        struct grant grant = { .login = users[i].login,
                               .title = users[i].title,
                               .name = users[i].name,
                               .kana = users[i].kana,
                               .role = users[i].role,
                               .section = users[i].section,
                               .contract = users[i].contract,
                               .post =
                                   users[i].post ? users[i].post
                                   : users[i].role == ROLE_OPERATOR || users[i].role == ROLE_LEAD
                                       ? "受託者"
                                       : NULL };

        if (!password_hash(a, grant.login, demo_password, &grant.hash) || !grant_user(a, &grant))
            return false;
    }
    return true;
}

static bool
mark_filled(struct act *a, void *with)
{
    (void)with;
    return setting_put(a, "demo", "filled");
}

static bool
fill(struct act *a)
{
    struct list_request request = { .ledger = &contract_ledger, .limit = 1 };
    struct list contracts;
    struct contract *contract;
    int year = fiscal_year(instant_date(a->now));

    request.sort = list_field(&contract_ledger, "id");
    if (!list_read(a, &request, &contracts))
        return false;
    if (!contracts.count)
        return fail(a, FAULT_MISSING, NULL,
                    "契約がありません。tasuki init からやり直してください。");
    contract = contracts.rows;
    contract->period = fiscal_period(year);
    if (!act_write(a, add_organisations, NULL) || !act_write(a, add_staff, NULL) ||
        !act_write(a, name_contract, contract) || !add_contracts(a, contract) || !add_users(a))
        return false;
    for (const struct module *const *module = modules; *module; module++)
        if ((*module)->demo && !(*module)->demo(a))
            return false;
    return true;
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const char *filled = "";

    if (!setting_get(a, "demo", &filled))
        return 3;
    if (!argument(arguments, "sign-ins") && !filled[0]) {
        if (!fill(a) || !act_write(a, mark_filled, NULL))
            return fault_face(act_fault_kind(a))->exit;
    } else if (!argument(arguments, "sign-ins")) {
        fail(a, FAULT_CLASH, NULL, "見本のデータはもう入っています。");
        return 3;
    }
    if (arguments->json)
        buffer_text(arguments->out, "{\"done\":true}\n");
    else
        write_sign_ins(arguments->out);
    return 0;
}

static const struct command_option options[] = {
    { "sign-ins", NULL, "見本の利用者だけを表示する" },
    { 0 },
};

const struct command demo_command = {
    .name = "demo",
    .usage = "--data DIR [--sign-ins]",
    .title = "見本のデータを入れる",
    .help = "作ったばかりのフォルダーに、架空の市の見本を入れます。本番のフォルダーには使わないで"
            "ください。\n入れるたびに同じ内容になります。\n\n例: tasuki demo --data ./data",
    .options = options,
    .run = run,
};
