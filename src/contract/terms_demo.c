#include "contract/terms_demo.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consultation.h"
#include "contract/obligation.h"
#include "contract/terms.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"

static const char *const chapters[] = {
    "第1章 総則・体制", "第2章 ヘルプデスク", "第3章 台帳・資産", "第4章 大量印刷",
    "第5章 年度切替",   "第6章 情報の管理",   "第7章 報告・検査", "第8章 引継ぎ",
};

/* `rule` "+n": a fixed day so many days from the day of the demonstration. */
static const struct {
    int chapter;
    const char *state;
    const char *who; /* of the desk, or NULL */
    const char *rule;
    const char *text;
} clauses[] = {
    { 1, "proven", "大石", "契約後14日", "受託者は、業務実施計画書を提出し、承認を受ける。" },
    { 1, "proven", "大石", "契約後7日", "受託者は、統括責任者を定め、体制図とともに届け出る。" },
    { 1, "proven", "大石", "契約後7日", "受託者は、従事者の名簿と誓約書を提出する。" },
    { 1, "proven", NULL, NULL, "受託者は、法令と市の情報セキュリティポリシーを守る。" },
    { 1, "proven", "大石", "求めに応じて", "従事者を替えるときは、理由を添えて承認を受ける。" },
    { 2, "proven", "三浦", NULL, "問合せは、平日8時30分から17時15分まで受け付ける。" },
    { 2, "proven", "三浦", NULL, "問合せには、翌営業日までに回答する。" },
    { 2, "working", "望月", "+40", "よくある問合せを手順書にまとめ、職員が見られるようにする。" },
    { 2, "proven", "望月", "毎月 翌月15日", "問合せの件数と傾向を、毎月報告する。" },
    { 2, "proven", "三浦", NULL, "障害を知ったときは、1時間以内に発注者へ知らせる。" },
    { 2, "open", "三浦", "+70", "利用者の満足度を調べ、結果を報告する。" },
    { 3, "proven", "望月", NULL, "端末と周辺機器の台帳を備え、異動の都度改める。" },
    { 3, "proven", "望月", "半期 10月15日、3月31日", "台帳と現物を突き合わせ、結果を報告する。" },
    { 3, "working", "望月", "+24", "アドレスの管理簿を整え、空きを示す。" },
    { 3, "proven", "三浦", NULL, "貸出しの機器は、返却のときに動作と初期化を確かめる。" },
    { 4, "proven", "三浦", NULL, "大量印刷は、依頼を受けた日の翌営業日までに行う。" },
    { 4, "proven", "望月", "毎月 翌月15日", "用紙とトナーの使用量を、毎月報告する。" },
    { 4, "late", "望月", "-4", "字形表を改めたときは、届け出る。" },
    { 4, "open", "望月", "+34", "複合機の停電立会いの手順を提出する。" },
    { 5, "working", "大石", "+10", "年度切替の計画書を提出し、承認を受ける。" },
    { 5, "open", "三浦", "+80", "組織改正に伴う設定の変更を一覧にする。" },
    { 5, "open", "三浦", "+120", "人事異動に伴うアカウントの変更を行う。" },
    { 5, "open", "大石", "+135", "年度切替の結果を報告する。" },
    { 6, "proven", "大石", NULL, "個人情報は、契約の目的のほかに使わない。" },
    { 6, "proven", "大石", "毎年 6月30日、12月25日", "従事者に情報セキュリティの研修を行う。" },
    { 6, "proven", "三浦", NULL, "情報を持ち出すときは、事前に承認を受ける。" },
    { 6, "proven", "三浦", "四半期 7/10 10/10 1/10 3/31", "媒体と控えを点検し、結果を報告する。" },
    { 6, "open", "大石", "終了後30日", "預かった情報を返還し、消去の証明書を提出する。" },
    { 7, "proven", "大石", "毎月 翌月15日", "月次報告書を提出する。3月分は3月31日までとする。" },
    { 7, "proven", "三浦", "会議後5営業日", "議事録は、会議の後5営業日以内に提出する。" },
    { 7, "late", "大石", "-2", "研修の実施報告を提出する。" },
    { 7, "proven", "大石", "上半期分を10月15日", "上半期の実施状況を報告する。" },
    { 7, "open", "大石", "終了後30日", "完了報告書を提出し、検査を受ける。" },
    { 8, "open", "大石", "終了の60日前", "引継ぎの計画書を提出する。" },
    { 8, "open", "望月", "終了の30日前", "次の受託者へ、台帳と手順書を引き継ぐ。" },
    { 8, "proven", "大石", NULL, "前の受託者から引き継いだ内容を確かめる。" },
};

struct demo {
    int64_t contract;
    struct date award;
    size_t next;
    int nth; /* within the chapter */
};

static bool
refer(struct act *a, const struct field *fields, const char *name, const char *title,
      struct ref *out)
{
    const char *why;

    for (const struct field *f = fields; title && f->name; f++)
        if (strcmp(f->name, name) == 0)
            return field_parse(a, f, title, out, &why) || fail(a, FAULT_INVALID, name, "%s", why);
    return true;
}

static bool
write_terms(struct act *a, const struct demo *demo)
{
    struct terms *it = ledger_new(a, &terms_ledger);

    it->base.contract = demo->contract;
    it->kind.code = "assignment";
    it->amount.yen = 58080000;
    it->payment.code = "monthly";
    it->places.text = "青葉市役所 本庁舎\n北支所";
    it->confidentiality.code = "class2";
    it->awarded_on = demo->award;
    it->deemed = true;
    it->payment_limit.code = "days30";
    it->delay.code = "interest";
    it->rate = "3.0";
    it->termination.code = "tenth";
    it->rigging.code = "two_tenths";
    it->in_time = 95;
    it->same_day = 80;
    it->most_faults = 12;
    it->vendor_pauses = true;
    return refer(a, terms_ledger.fields, "section", "情報政策課", &it->section) &&
           ledger_create(a, &terms_ledger, it);
}

static const char *
rule_of(struct act *a, const char *rule)
{
    int days = 0;

    if (!rule || (*rule != '+' && *rule != '-'))
        return rule;
    for (const char *digit = rule + 1; *digit; digit++)
        days = days * 10 + (*digit - '0');
    return wareki_print(a->arena, date_add(instant_date(a->now), *rule == '-' ? -days : days),
                        WAREKI_WESTERN);
}

/* What comes again is proven up to the term before the next one. */
static struct date
proven_due(struct act *a, const struct demo *demo, const char *typed)
{
    struct due_basis basis;
    struct due_term term;
    struct due rule;
    const char *why;

    if (!typed || !due_parse(a->arena, typed, &rule, &why) || due_repeats(&rule) ||
        !contract_basis(a, demo->contract, &basis) ||
        !due_next(a->arena, &rule, &basis, (struct date){ 0 }, &term))
        return (struct date){ 0 };
    return term.due;
}

static bool
write_clause(struct act *a, const struct demo *demo)
{
    size_t n = demo->next;
    struct obligation *it = ledger_new(a, &obligation_ledger);

    it->base.contract = demo->contract;
    it->number = arena_print(a->arena, "%d-%d", clauses[n].chapter, demo->nth);
    it->chapter = chapters[clauses[n].chapter - 1];
    it->text.text = clauses[n].text;
    it->due_rule = rule_of(a, clauses[n].rule);
    it->base.state = clauses[n].state;
    if (strcmp(clauses[n].state, "proven") == 0) {
        it->evidence.text = "提出した書類の受領書";
        it->proven_on = date_add(instant_date(a->now), -20 - (int)n % 7);
        it->proven_due = proven_due(a, demo, clauses[n].rule);
    }
    return refer(a, obligation_ledger.fields, "assignee", clauses[n].who, &it->assignee) &&
           ledger_create(a, &obligation_ledger, it);
}

static bool
write_consultation(struct act *a, const struct demo *demo)
{
    struct consultation *it = ledger_new(a, &consultation_ledger);

    it->base.contract = demo->contract;
    it->title = "年度切替の人事データの受取日";
    it->question.text = "仕様書は、人事データの受取日を定めていない。いつ、どの形で受け取るか。";
    it->asked_on = date_add(instant_date(a->now), -9);
    it->answer_by = date_add(instant_date(a->now), 45);
    return refer(a, consultation_ledger.fields, "client_person", "青山", &it->client_person) &&
           refer(a, consultation_ledger.fields, "contractor_person", "大石",
                 &it->contractor_person) &&
           refer(a, consultation_ledger.fields, "obligation", "5-1", &it->obligation) &&
           ledger_create(a, &consultation_ledger, it);
}

bool
terms_demo(struct act *a)
{
    struct demo demo = { .nth = 1 };
    struct list_request request = { .ledger = &contract_ledger, .limit = 1 };
    struct list contracts;
    const struct contract *contract;

    request.sort = list_field(&contract_ledger, "id");
    if (!list_read(a, &request, &contracts))
        return false;
    if (!contracts.count)
        return true;
    contract = contracts.rows;
    demo.contract = contract->base.id;
    demo.award = date_add(contract->period.from, -7);
    if (!write_terms(a, &demo))
        return false;
    for (; demo.next < sizeof clauses / sizeof *clauses; demo.next++) {
        if (demo.next && clauses[demo.next].chapter != clauses[demo.next - 1].chapter)
            demo.nth = 1;
        if (!write_clause(a, &demo))
            return false;
        demo.nth++;
    }
    return write_consultation(a, &demo);
}
