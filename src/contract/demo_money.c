/* Demonstration: deliverables, their inspection, and what is paid. */
#include "contract/demo.h"

#include "contract/deliverable.h"
#include "contract/expense.h"
#include "contract/inspection.h"
#include "contract/invoice.h"
#include "contract/payment_plan.h"

/* The report of the nth month of the contract: handed in, passed, invoiced, paid. Days count
   from the first day of the contract. */
#define REPORT(n, month, delivered)                                                                  \
    { "ooishi",                                                                                      \
      "s1",                                                                                          \
      &deliverable_ledger,                                                                           \
      "report" n,                                                                                    \
      NULL,                                                                                          \
      "title=月次報告書（" month "分）|due=@s" delivered "|due_rule=毎月 翌月15日|formats=PDF|" \
      "recipients=情報政策課 1部|copies=1|confidentiality=class2" },                                 \
        { "ooishi", "s2", &instalment_ledger, "pay>" n, "change", "report=#report" n },              \
    {                                                                                                \
        "ooishi", "s" delivered, &deliverable_ledger, "report" n, "deliver",                         \
            "delivered_on=@s" delivered                                                              \
    }
#define PASSED(n, inspected)                                                                       \
    {                                                                                              \
        "aoyama", "s" inspected, &inspection_ledger, "report" n ">inspection", "pass",             \
            "inspected_on=@s" inspected "|inspector=青山　樹"                                  \
    }
#define INVOICED(n, issued, received)                                                              \
    { "ooishi", "s" issued, &invoice_ledger, "invoice" n, NULL, "instalment=#pay>" n },            \
        { "ooishi", "s" issued " 11:00",  &invoice_ledger, "invoice" n,                            \
          "issue",  "issued_on=@s" issued },                                                       \
    {                                                                                              \
        "aoyama", "s" received, &invoice_ledger, "invoice" n, "receive", "received_on=@s" received \
    }
#define PAID(n, paid)                                                                              \
    {                                                                                              \
        "aoyama", "s" paid, &invoice_ledger, "invoice" n, "pay", "paid_on=@s" paid                 \
    }

const struct scene_row demo_money[] = {
    { "ooishi", "s1 9:00", &payment_plan_ledger, "pay", NULL,
      "title=委託料|scheme=monthly|amount=58080000|tax=included|period=@s0〜@z0|remainder=first|"
      "account=あおば銀行 本店 普通 0000000" },
    { "ooishi", "s1 9:10", &payment_plan_ledger, "pay", "divide", NULL },
    REPORT("1", "4月", "40"),
    PASSED("1", "45"),
    REPORT("2", "5月", "71"),
    PASSED("2", "76"),
    REPORT("3", "6月", "103"),
    PASSED("3", "108"),
    REPORT("4", "7月", "132"),
    PASSED("4", "138"),
    REPORT("5", "8月", "165"),
    PASSED("5", "170"),
    REPORT("6", "9月", "194"),
    { "aoyama", "s198", &inspection_ledger, "report6>inspection", "fail",
      "inspected_on=@s198|inspector=青山　樹|facts=障害の件数が台帳と合わない。|"
      "redeliver_by=@s205" },
    { "ooishi", "s201", &deliverable_ledger, "report6", "deliver", "delivered_on=@s201" },
    PASSED("6", "204"),
    REPORT("7", "10月", "226"),
    { "ooishi", "s3", &payment_plan_ledger, "pay", "fix", NULL },
    INVOICED("1", "46", "48"),
    PAID("1", "70"),
    INVOICED("2", "77", "79"),
    PAID("2", "105"),
    INVOICED("3", "109", "111"),
    PAID("3", "150"),
    INVOICED("4", "139", "141"),
    PAID("4", "166"),
    INVOICED("5", "171", "173"),
    PAID("5", "200"),
    INVOICED("6", "205", "207"),

    { "ooishi", "-60", &deliverable_ledger, "manual", NULL,
      "title=年度切替の計画書|due=@10|formats=PDF,Word|recipients=情報政策課 1部|copies=1|"
      "confidentiality=class2" },
    { "ooishi", "-60", &deliverable_ledger, "survey_report", NULL,
      "title=利用者満足度の調査報告書|due=@-3|formats=PDF|recipients=情報政策課 1部|copies=1" },
    { "ooishi", "-40", &deliverable_ledger, "network_map", NULL,
      "title=庁内ネットワーク構成図（改訂）|due=@-6|formats=PDF|recipients=情報政策課 2部|copies=2|"
      "confidentiality=class3" },
    { "miura", "-6", &deliverable_ledger, "network_map", "deliver", "delivered_on=@-6" },

    { "miura", "-48", &expense_ledger, NULL, NULL,
      "title=トナー（黒）4本|spent_on=@-48|category=消耗品費|payee=みどり文具|amount=52800|"
      "voucher=領収書 11" },
    { "miura", "-25", &expense_ledger, NULL, NULL,
      "title=北支所への交通費|spent_on=@-25|category=旅費|payee=みどりバス|amount=1280|"
      "voucher=領収書 12" },
    { "ooishi", "-10", &expense_ledger, NULL, NULL,
      "title=外部講師の謝金|spent_on=@-10|category=謝金|payee=講師|amount=33000|"
      "voucher=領収書 13" },
    { 0 },
};
