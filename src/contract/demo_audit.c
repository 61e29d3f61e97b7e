/* Demonstration: an audit of one organisation, and one of many bodies. */
#include "contract/demo.h"

#include "contract/assignment.h"
#include "contract/consultation.h"
#include "contract/deliverable.h"
#include "contract/incident.h"
#include "contract/information.h"
#include "contract/information_event.h"
#include "contract/inspection.h"
#include "contract/medium.h"
#include "contract/meeting.h"
#include "contract/obligation.h"
#include "contract/payment_plan.h"
#include "contract/pledge.h"
#include "contract/qualification.h"
#include "contract/staffing_rule.h"
#include "contract/task.h"
#include "contract/terms.h"
#include "contract/workplace.h"

#define CLAUSE(number, state, values)                                                              \
    {                                                                                              \
        "ooishi", "s1", &obligation_ledger, NULL, NULL, "number=" number "|state=" state values    \
    }
#define PROVEN "|evidence=受領書つづり|proven_on=@s20"
#define CREW(key, values)                                                                          \
    { "ooishi", "s-4", &assignment_ledger, key, NULL, values },                                    \
    {                                                                                              \
        "aoyama", "s-2", &assignment_ledger, key, "approve", NULL                                  \
    }
#define TASK(key, wbs, values)                                                                     \
    {                                                                                              \
        "ooishi", "-90", &task_ledger, key, NULL, "wbs=" wbs values                                \
    }

const struct scene_row demo_audit[] = {
    { "ooishi", "s-7", &terms_ledger, NULL, NULL,
      "kind=commission|section=情報政策課|amount=6600000|payment=once|places=青葉市役所|confidentiality=class3|awarded_on=@s-7|deemed=はい|payment_limit=days30|delay=interest|rate=3.0|minutes_days=5|incident_within=60" },
    CLAUSE(
        "1-1", "proven",
        "|chapter=第1章 計画|text=受託者は、契約の後14日以内に計画書を出す。|due_rule=契約後14日|assignee=大石" PROVEN),
    CLAUSE("1-2", "proven",
           "|chapter=第1章 計画|text=監査人は、監査する課から独立している。" PROVEN),
    CLAUSE("2-1", "proven",
           "|chapter=第2章 自己点検|text=自己点検の結果をまとめる。|due_rule=@-50" PROVEN),
    CLAUSE("2-2", "working",
           "|chapter=第2章 自己点検|text=課ごとのリスクの値を出し、監査する課を選ぶ。|due_rule=@6"),
    CLAUSE("3-1", "open", "|chapter=第3章 監査|text=監査の方針を定め、承認を受ける。|due_rule=@20"),
    CLAUSE("3-2", "late",
           "|chapter=第3章 監査|text=追加の書類を課へ求める。|due_rule=@-3|assignee=大石"),
    CLAUSE("4-1", "open",
           "|chapter=第4章 報告|text=結果を課へ説明し、報告書を出す。|due_rule=終了の10日前"),
    { "ooishi", "s-6", &workplace_ledger, "room", NULL,
      "title=監査室|kind=contractor|keeper=襷情報サービス|address=みどり県青葉市若草町0番地|work=監査の記録の作成|personal_data=はい|safety=監査人だけが入れる部屋とする。|from=@s0" },
    { "aoyama", "s-4", &workplace_ledger, "room", "approve", NULL },
    { "ooishi", "s-5", &staffing_rule_ledger, NULL, NULL,
      "title=監査人は監査対象から独立している|kind=independent|roles=監査人|source=仕様書 1-2" },
    { "ooishi", "s-5", &staffing_rule_ledger, NULL, NULL,
      "title=統括責任者と監査人は兼ねない|kind=incompatible|roles=統括責任者|others=監査人|source=仕様書 1-2" },
    { "ooishi", "s-5", &staffing_rule_ledger, NULL, NULL,
      "title=公認の監査人を1名以上|kind=qualified|roles=監査人|qualifications=公認情報セキュリティ監査人\n公認システム監査人|least=1|source=仕様書 1-3" },
    CREW(
        "a1",
        "person=槙野|role=audit_director|duty=監査の統括|employer=襷情報サービス|employment=regular|from=@s0|involvement=none"),
    CREW(
        "a2",
        "person=鷹取|role=auditor|duty=文書と聞取り|employer=襷情報サービス|employment=regular|from=@s0|above=#a1|involvement=none"),
    CREW(
        "a3",
        "person=朝霧|role=auditor|duty=実地の確認|employer=襷情報サービス|employment=regular|from=@s0|above=#a1|involvement=none"),
    { "ooishi", "s1", &qualification_ledger, NULL, NULL,
      "person=鷹取|title=公認情報セキュリティ監査人|number=AU-0001|issuer=認定団体|acquired_on=@s-700|expires_on=@s700" },
    { "ooishi", "s1", &pledge_ledger, "p1", NULL, "person=槙野|kind=secrecy|asked_on=@s1" },
    { "ooishi", "s3", &pledge_ledger, "p1", "receive", "signed_on=@s3|kept_at=監査室 書庫" },
    { "ooishi", "s1", &pledge_ledger, NULL, NULL, "person=朝霧|kind=secrecy|asked_on=@s1" },
    { "ooishi", "-44", &information_item_ledger, NULL, NULL,
      "title=各課の自己点検の回答|confidentiality=class_3|origin=received|form=data|quantity=4|unit=件|giver=青葉市|came_on=@-44|person=鷹取|workplace=#room|purpose=監査" },
    TASK("t1", "1", "|title=自己点検|assignee=鷹取|planned_from=@-88|planned_until=@-50"),
    TASK("t2", "2",
         "|title=リスクの評価|assignee=槙野|planned_from=@-49|planned_until=@6|predecessors=#t1"),
    TASK("t3", "3",
         "|title=監査の実施|assignee=朝霧|planned_from=@20|planned_until=@60|predecessors=#t2"),
    TASK(
        "t4", "4",
        "|title=報告会|assignee=槙野|planned_from=@80|planned_until=@80|milestone=はい|predecessors=#t3"),
    { "ooishi", "-30", &meeting_ledger, "m1", NULL,
      "title=進捗の会議（隔週）|begins_at=@-10 10:00|ends_at=@-10 10:45|place=Web会議|chair=槙野|attendees=青山,槙野,鷹取|writer=鷹取" },
    { "ooishi", "-10 11:00", &meeting_ledger, "m1", "hold", NULL },
    { "ooishi", "-9", &action_item_ledger, NULL, NULL,
      "title=対象の課の候補を出す|meeting=#m1|side=contractor|assignee=槙野|due_on=@4" },
    { "ooishi", "-8", &consultation_ledger, NULL, NULL,
      "title=実地の確認をする課の数|question=仕様書は1課から3課とする。今年は何課とするか。|asked_on=@-8|client_person=青山|contractor_person=大石|answer_by=@10" },
    { "ooishi", "s5", &deliverable_ledger, "plan", NULL,
      "title=業務計画書|due=@s14|formats=Word,PDF|recipients=情報政策課 1部|copies=1" },
    { "ooishi", "s12", &deliverable_ledger, "plan", "deliver", "delivered_on=@s12" },
    { "aoyama", "s16", &inspection_ledger, "plan>inspection", "pass",
      "inspected_on=@s16|inspector=青山　樹" },
    { "ooishi", "s5", &deliverable_ledger, NULL, NULL,
      "title=監査報告書|due=@z-10|formats=Word,PDF|recipients=情報政策課 2部|copies=2|confidentiality=class3" },
    { "ooishi", "s1", &payment_plan_ledger, "pay", NULL,
      "title=監査の委託料|scheme=once|amount=6600000|tax=included|period=@s0〜@z0" },
    { "ooishi", "s1", &payment_plan_ledger, "pay", "divide", NULL },
    { "ooishi", "s2", &payment_plan_ledger, "pay", "fix", NULL },
    { 0 },
};

const struct scene_row demo_joint[] = {
    { "ooishi", "s-7", &terms_ledger, NULL, NULL,
      "kind=commission|amount=38500000|payment=once|places=参加団体の庁舎|confidentiality=class3|awarded_on=@s-7|deemed=はい|payment_limit=days30|delay=interest|rate=3.0|incident_within=60" },
    CLAUSE("1-1", "proven",
           "|chapter=第1章 準備|text=計画書を5月末までに出し、承認を受ける。|due_rule=@s60" PROVEN),
    CLAUSE("1-2", "proven",
           "|chapter=第1章 準備|text=参加団体へ監査の説明をする。|due_rule=@s85" PROVEN),
    CLAUSE("1-3", "proven",
           "|chapter=第1章 準備|text=覚書を交わすまで、診断の通信を一切送らない。" PROVEN),
    CLAUSE(
        "2-1", "working",
        "|chapter=第2章 診断|text=参加団体ごとに診断と個別の説明を終える。|due_rule=@24|assignee=大石"),
    CLAUSE("2-2", "proven",
           "|chapter=第2章 診断|text=診断には作業者2名と有資格の監督者1名が立ち会う。" PROVEN),
    CLAUSE("3-1", "open", "|chapter=第3章 報告|text=各団体編と総括編を出す。|due_rule=@46"),
    CLAUSE("3-2", "open",
           "|chapter=第3章 報告|text=委員会で結果を説明する。|due_rule=終了の30日前"),
    { "ooishi", "s-5", &staffing_rule_ledger, NULL, NULL,
      "title=診断は作業者と有資格の監督者で行う|kind=team|roles=診断担当者|others=診断監督者|qualifications=情報処理安全確保支援士|source=仕様書 2-2" },
    CREW(
        "a1",
        "person=月岡|role=diagnosis_supervisor|duty=診断の監督|employer=襷情報サービス|employment=regular|from=@s0"),
    CREW(
        "a2",
        "person=氷室|role=diagnosis_operator|duty=診断|employer=襷情報サービス|employment=regular|from=@s0|above=#a1"),
    CREW(
        "a3",
        "person=早瀬|role=diagnosis_operator|duty=診断|employer=襷情報サービス|employment=fixed_term|from=@s0|above=#a1"),
    { "ooishi", "s1", &qualification_ledger, NULL, NULL,
      "person=月岡|title=情報処理安全確保支援士|number=000002|issuer=試験機関|acquired_on=@s-600|expires_on=@s480" },
    { "ooishi", "s4", &medium_ledger, "laptop", NULL,
      "title=診断用ノートPC|kind=tool|ownership=contractor|keeper=襷情報サービス|serial=TSK-S-001|encrypted=はい|person=氷室|from=@s4" },
    { "ooishi", "-70", &information_item_ledger, "survey", NULL,
      "title=予備調査の回答（白波町）|confidentiality=class_3|origin=received|form=data|medium=#laptop|quantity=1|unit=件|giver=白波町|came_on=@-70|person=氷室|purpose=診断の範囲の確認|return_by=@-2" },
    TASK("t1", "1", "|title=予備調査|assignee=氷室|planned_from=@-89|planned_until=@-60"),
    TASK("t2", "2",
         "|title=覚書|assignee=月岡|planned_from=@-59|planned_until=@-40|predecessors=#t1"),
    TASK("t3", "3",
         "|title=診断|assignee=氷室|planned_from=@-39|planned_until=@24|predecessors=#t2"),
    TASK("t4", "4", "|title=個別の説明|assignee=月岡|planned_from=@10|planned_until=@24"),
    TASK("t5", "5",
         "|title=総括編|assignee=月岡|planned_from=@25|planned_until=@46|predecessors=#t3"),
    { "ooishi", "-17 14:30", &incident_ledger, "slow", NULL,
      "title=診断の途中で応答が遅くなった（白波町）|kind=failure|happened_at=@-17 14:10|noticed_at=@-17 14:12|content=公開サイトの応答が3秒を超えた。|place=白波町|assignee=三浦" },
    { "ooishi", "-17 14:40", &incident_ledger, "slow", "tell",
      "confirmed_at=@-17 14:15|told_at=@-17 14:20|told_to=石橋|told_by=電話" },
    { "ooishi", "-16", &incident_ledger, "slow", "complete",
      "first_aid=診断を止め、応答が戻ったことを確かめた。|cause=同時に送る数が多かった。|measures=公開サイトでは同時に1つとする。|completed_on=@-16" },
    { "ooishi", "-30", &meeting_ledger, NULL, NULL,
      "title=個別の説明（白波町）|begins_at=@13 13:30|ends_at=@13 14:15|place=Web会議|chair=月岡|attendees=石橋,月岡" },
    { "ooishi", "s5", &deliverable_ledger, NULL, NULL,
      "title=監査報告書（各団体編）|due=@46|formats=PDF|recipients=参加団体 各1部|copies=52|confidentiality=class3" },
    { "ooishi", "s5", &deliverable_ledger, NULL, NULL,
      "title=監査報告書（総括編）|due=@46|formats=PDF,PowerPoint|recipients=協議会 1部|copies=1" },
    { "ooishi", "s1", &payment_plan_ledger, NULL, NULL,
      "title=共同監査の委託料|scheme=once|amount=38500000|tax=included|period=@s0〜@z0" },
    { 0 },
};
