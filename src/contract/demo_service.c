/* Demonstration: the operation of a portal, and a support centre paid by unit prices. */
#include "contract/demo.h"

#include "contract/assignment.h"
#include "contract/complaint.h"
#include "contract/deliverable.h"
#include "contract/incident.h"
#include "contract/inspection.h"
#include "contract/meeting.h"
#include "contract/obligation.h"
#include "contract/payment_plan.h"
#include "contract/plan.h"
#include "contract/staffing_rule.h"
#include "contract/task.h"
#include "contract/terms.h"
#include "contract/workplace.h"

#define CLAUSE(number, state, values)                                                              \
    {                                                                                              \
        "ooishi", "s1", &obligation_ledger, NULL, NULL, "number=" number "|state=" state values    \
    }
#define PROVEN "|evidence=報告書つづり|proven_on=@s20"
#define CREW(key, values)                                                                          \
    { "ooishi", "s-4", &assignment_ledger, key, NULL, values },                                    \
    {                                                                                              \
        "aoyama", "s-2", &assignment_ledger, key, "approve", NULL                                  \
    }
#define COUNT(item, back, quantity)                                                                \
    { "ooishi",                                                                                    \
      "e-" back "+3",                                                                              \
      &actual_count_ledger,                                                                        \
      item "_" back,                                                                               \
      NULL,                                                                                        \
      "item=#" item "|month=@m-" back "|quantity=" quantity "|evidence=訪問の記録" },              \
    {                                                                                              \
        "aoyama", "e-" back "+5", &actual_count_ledger, item "_" back, "confirm", NULL             \
    }

const struct scene_row demo_portal[] = {
    { "ooishi", "s-7", &terms_ledger, NULL, NULL,
      "kind=commission|amount=19800000|payment=quarterly|places=データセンター|"
      "confidentiality=class2|awarded_on=@s-7|deemed=はい|payment_limit=days30|delay=interest|"
      "rate=3.0|incident_within=60|most_faults=12" },
    CLAUSE("1-1", "proven", "|chapter=第1章 運用|text=24時間365日、画面をおよそ1秒で返す。" PROVEN),
    CLAUSE(
        "1-2", "proven",
        "|chapter=第1章 運用|text=控えを毎週取り、戻せることを確かめる。|due_rule=毎月 末日" PROVEN),
    CLAUSE(
        "2-1", "proven",
        "|chapter=第2章 報告|text=四半期の報告書を出す。|due_rule=四半期 7/7 10/7 1/10 3/31" PROVEN),
    CLAUSE("2-2", "late", "|chapter=第2章 報告|text=リンク切れの点検の結果を出す。|due_rule=@-5"),
    CLAUSE("3-1", "open",
           "|chapter=第3章 終了|text=すべての記憶装置を消去し、証明する。|due_rule=終了後30日"),
    CREW("a1", "person=日向|role=project_manager|duty=運用の管理|employer=襷情報サービス|"
               "employment=regular|from=@s0"),
    { "ooishi", "s-5", &workplace_ledger, NULL, NULL,
      "title=みどりデータセンター|kind=data_centre|work=機器の設置と運用|"
      "safety=入館は事前の届出と身分証による。|from=@s0" },
    { "ooishi", "-25 2:20", &incident_ledger, "down", NULL,
      "title=公開サイトの停止（12分）|kind=failure|happened_at=@-25 2:05|noticed_at=@-25 2:07|"
      "content=検索の処理が終わらず、画面が返らなかった。|place=みどりデータセンター|assignee=三浦" },
    { "ooishi", "-25 2:40", &incident_ledger, "down", "tell",
      "confirmed_at=@-25 2:10|told_at=@-25 2:35|told_to_name=機構 当番|told_by=電話" },
    { "ooishi", "-21", &incident_ledger, "down", "complete",
      "first_aid=処理を止め、再開した。|cause=長い語の検索に上限がなかった。|"
      "measures=検索の語を60字までとし、3秒で止める。|completed_on=@-21" },
    { "ooishi", "-4 9:40", &incident_ledger, "forged", NULL,
      "title=不正なサインインの試み|kind=intrusion|happened_at=@-4 3:00|noticed_at=@-4 9:00|"
      "content=海外の宛先から1時間に2,400回の試みがあった。成功はない。|assignee=三浦" },
    { "ooishi", "-4 9:55", &incident_ledger, "forged", "tell",
      "confirmed_at=@-4 9:20|told_at=@-4 9:50|told_to_name=機構 担当|told_by=メール" },
    { "ooishi", "-80", &task_ledger, "t1", NULL,
      "wbs=1|title=証明書の更新|assignee=日向|planned_from=@-30|planned_until=@-20" },
    { "ooishi", "-20", &task_ledger, "t1", "start", "actual_from=@-24" },
    { "ooishi", "-20 11:00", &task_ledger, "t1", "finish", "progress=100|actual_until=@-20" },
    { "ooishi", "-80", &task_ledger, "t2", NULL,
      "wbs=2|title=リンク切れの点検|assignee=日向|planned_from=@-15|planned_until=@-5" },
    { "ooishi", "-80", &task_ledger, NULL, NULL,
      "wbs=3|title=OSの更新|assignee=日向|planned_from=@15|planned_until=@18|predecessors=#t2" },
    { "ooishi", "s5", &deliverable_ledger, "q1", NULL,
      "title=第1四半期 報告書|due=@s97|formats=PDF|recipients=機構 1部|copies=1" },
    { "ooishi", "s95", &deliverable_ledger, "q1", "deliver", "delivered_on=@s95" },
    { "aoyama", "s100", &inspection_ledger, "q1>inspection", "pass",
      "inspected_on=@s100|inspector=青山　樹" },
    { "ooishi", "s5", &deliverable_ledger, "q2", NULL,
      "title=第2四半期 報告書|due=@s189|formats=PDF|recipients=機構 1部|copies=1" },
    { "ooishi", "s187", &deliverable_ledger, "q2", "deliver", "delivered_on=@s187" },
    { "aoyama", "s193", &inspection_ledger, "q2>inspection", "pass",
      "inspected_on=@s193|inspector=青山　樹" },
    { "ooishi", "s5", &deliverable_ledger, NULL, NULL,
      "title=第3四半期 報告書|due=@s284|formats=PDF|recipients=機構 1部|copies=1" },
    { "ooishi", "s1", &payment_plan_ledger, "pay", NULL,
      "title=運用保守料|scheme=quarterly|amount=19800000|tax=included|period=@s0〜@z0|"
      "remainder=first" },
    { "ooishi", "s1", &payment_plan_ledger, "pay", "divide", NULL },
    { 0 },
};

const struct scene_row demo_centre[] = {
    { "ooishi", "s-7", &terms_ledger, NULL, NULL,
      "kind=unit_price|amount=66000000|payment=unit_price|places=ひばり区 支援センター|"
      "confidentiality=class2|awarded_on=@s-7|deemed=はい|payment_limit=days30|delay=interest|"
      "rate=3.0|incident_within=60" },
    CLAUSE(
        "1-1", "proven",
        "|chapter=第1章 計画|text=事業計画を契約の後30日以内に出す。|due_rule=契約後30日" PROVEN),
    CLAUSE("1-2", "proven", "|chapter=第1章 計画|text=開館の間、受付2名と相談員1名を置く。" PROVEN),
    CLAUSE(
        "2-1", "working",
        "|chapter=第2章 事業|text=年15回以上の講座を開き、定員の計を300名以上とする。|due_rule=@z0"),
    CLAUSE("2-2", "proven",
           "|chapter=第2章 事業|text=月次の報告書を出す。|due_rule=毎月 翌月10日" PROVEN),
    CLAUSE("3-1", "open",
           "|chapter=第3章 終了|text=事業報告書を終了の後30日以内に出す。|due_rule=終了後30日"),
    { "ooishi", "s-5", &staffing_rule_ledger, NULL, NULL,
      "title=相談員を2名以上置く|kind=present|roles=相談員|least=2|source=仕様書 1-2" },
    CREW("a1", "person=花園|role=counselor|duty=相談|employer=襷情報サービス|employment=regular|"
               "from=@s0"),
    CREW("a2", "person=夏川|role=other|duty=受付|employer=襷情報サービス|employment=part_time|"
               "from=@s0|above=#a1"),
    { "ooishi", "s10", &plan_ledger, "plan", NULL,
      "title=センター事業計画|year=@y|period=@s0〜@z0|policy=区内の会社と人が、気軽に相談できること。|"
      "targets=来館、相談、講座の数を毎月数える。" },
    { "ooishi", "s10 10:10", &indicator_ledger, "visitors", NULL,
      "plan=#plan|line=1|title=来館者|unit=人|target=6000|sum=total|better=more" },
    { "ooishi", "s10 10:20", &indicator_ledger, "advice", NULL,
      "plan=#plan|line=2|title=相談|unit=件|target=600|sum=total|better=more" },
    { "ooishi", "e-3+3", &indicator_month_ledger, NULL, NULL,
      "indicator=#visitors|month=@m-3|target=500|actual=412|remark=夏の休みで少なかった。" },
    { "ooishi", "e-2+3", &indicator_month_ledger, NULL, NULL,
      "indicator=#visitors|month=@m-2|target=500|actual=538" },
    { "ooishi", "e-1+3", &indicator_month_ledger, NULL, NULL,
      "indicator=#visitors|month=@m-1|target=500|actual=571" },
    { "ooishi", "e-2+3", &indicator_month_ledger, NULL, NULL,
      "indicator=#advice|month=@m-2|target=50|actual=47" },
    { "ooishi", "e-1+3", &indicator_month_ledger, NULL, NULL,
      "indicator=#advice|month=@m-1|target=50|actual=55" },
    { "ooishi", "s12", &plan_ledger, "plan", "submit", "submitted_on=@s12" },
    { "ooishi", "s1", &payment_plan_ledger, "pay", NULL,
      "title=センター運営費|scheme=unit_price|amount=60000000|tax=included|period=@s0〜@z0|"
      "remainder=first" },
    { "ooishi", "s1", &unit_price_ledger, "visit", NULL,
      "plan=#pay|title=ICT導入の訪問支援|unit=回|price=44000|most=100" },
    { "ooishi", "s1", &unit_price_ledger, "follow", NULL,
      "plan=#pay|title=訪問後の確認|unit=回|price=22000|most=70" },
    { "ooishi", "s1 11:00", &payment_plan_ledger, "pay", "divide", NULL },
    COUNT("visit", "4", "6"),
    COUNT("visit", "3", "9"),
    COUNT("visit", "2", "11"),
    COUNT("follow", "3", "4"),
    COUNT("follow", "2", "7"),
    { "ooishi", "e-1+3", &actual_count_ledger, NULL, NULL,
      "item=#visit|month=@m-1|quantity=12|evidence=訪問の記録" },
    { "ooishi", "-8", &meeting_ledger, NULL, NULL,
      "title=区との月例会|begins_at=@6 15:00|ends_at=@6 16:00|place=支援センター|chair=花園|"
      "attendees=青山,花園" },
    { "ooishi", "-7 11:00", &complaint_ledger, NULL, NULL,
      "title=席の予約が重なった|kind=complaint|received_at=@-7 10:40|channel=窓口|"
      "content=予約した席を別の人が使っていた。|assignee=三浦|due_on=@3" },
    { "ooishi", "s5", &deliverable_ledger, NULL, NULL,
      "title=事業報告書|due=@z30|formats=Word,PDF|recipients=ひばり区 1部|copies=1" },
    { 0 },
};
