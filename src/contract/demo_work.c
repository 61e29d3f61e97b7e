/* Demonstration: the work breakdown and the plan of the year. */
#include "contract/demo.h"

#include "contract/handover.h"
#include "contract/plan.h"
#include "contract/task.h"

#define TASK(key, wbs, title, values)                                                              \
    {                                                                                              \
        "ooishi", "-110", &task_ledger, key, NULL, "wbs=" wbs "|title=" title values               \
    }
#define APPROVED(key, wbs, title, values)                                                          \
    TASK(key, wbs, title, values),                                                                 \
    {                                                                                              \
        "aoyama", "-108", &task_ledger, key, "approve", NULL                                       \
    }
#define BEGUN(key, wbs, title, from, progress, values)                                             \
    APPROVED(key, wbs, title, values),                                                             \
        { "miura", from, &task_ledger, key, "start", "actual_from=@" from },                       \
    {                                                                                              \
        "miura", "-1", &task_ledger, key, "change", "progress=" progress                           \
    }
#define DONE(key, wbs, title, from, until, values)                                                 \
    APPROVED(key, wbs, title, values),                                                             \
        { "miura", from, &task_ledger, key, "start", "actual_from=@" from },                       \
    {                                                                                              \
        "miura", until " 16:00", &task_ledger, key, "finish", "progress=100|actual_until=@" until  \
    }
#define INDICATOR(key, line, title, unit, target, sum, better)                                     \
    {                                                                                              \
        "ooishi", "s8", &indicator_ledger, key, NULL,                                              \
            "plan=#plan|line=" line "|title=" title "|unit=" unit "|target=" target "|sum=" sum    \
            "|better=" better                                                                      \
    }
#define MONTH(key, back, actual)                                                                   \
    {                                                                                              \
        "miura", "e-" back "+3", &indicator_month_ledger, NULL, NULL,                              \
            "indicator=#" key "|month=@m-" back "|actual=" actual                                  \
    }

const struct scene_row demo_work[] = {
    TASK("t1", "1", "準備", ""),
    DONE("t11", "1.1", "業務実施計画書を作る", "-104", "-92",
         "|parent=#t1|assignee=大石|planned_from=@-104|planned_until=@-93"),
    DONE(
        "t12", "1.2", "計画の承認を受ける", "-86", "-86",
        "|parent=#t1|assignee=大石|planned_from=@-86|planned_until=@-86|milestone=はい|predecessors=#t11"),
    TASK("t2", "2", "ヘルプデスク", ""),
    DONE("t21", "2.1", "手順書の一覧を作る", "-82", "-70",
         "|parent=#t2|assignee=望月|planned_from=@-82|planned_until=@-72|predecessors=#t12"),
    DONE("t22", "2.2", "よくある問合せ20件を書く", "-69", "-42",
         "|parent=#t2|assignee=望月|planned_from=@-69|planned_until=@-44|predecessors=#t21"),
    BEGUN("t23", "2.3", "残り30件を書く", "-40", "70",
          "|parent=#t2|assignee=望月|planned_from=@-41|planned_until=@-6|predecessors=#t22"),
    BEGUN("t24", "2.4", "利用者の満足度を調べる", "-3", "20",
          "|parent=#t2|assignee=三浦|planned_from=@-5|planned_until=@26|predecessors=#t23"),
    APPROVED("t25", "2.5", "調査の結果を報告する",
             "|parent=#t2|assignee=大石|planned_from=@30|planned_until=@40|predecessors=#t24"),
    TASK("t3", "3", "台帳", ""),
    DONE("t31", "3.1", "機器台帳を取り込む", "-82", "-76",
         "|parent=#t3|assignee=望月|planned_from=@-82|planned_until=@-76|predecessors=#t12"),
    DONE("t32", "3.2", "本庁舎の現物と突き合わせる", "-75", "-30",
         "|parent=#t3|assignee=早瀬|planned_from=@-75|planned_until=@-40|predecessors=#t31"),
    BEGUN("t33", "3.3", "北支所の現物と突き合わせる", "-6", "40",
          "|parent=#t3|assignee=望月|planned_from=@-30|planned_until=@-2|predecessors=#t32"),
    BEGUN("t34", "3.4", "アドレスの管理簿を整える", "-14", "55",
          "|parent=#t3|assignee=三浦|planned_from=@-14|planned_until=@24|predecessors=#t32"),
    TASK("t35", "3.5", "予備機の補充を決める",
         "|parent=#t3|assignee_name=情報政策課|planned_from=@12|planned_until=@18"),
    TASK("t4", "4", "大量印刷", ""),
    DONE("t41", "4.1", "第4回の印刷", "-50", "-45",
         "|parent=#t4|assignee=早瀬|planned_from=@-50|planned_until=@-45"),
    APPROVED("t42", "4.2", "第5回の印刷",
             "|parent=#t4|assignee=早瀬|planned_from=@10|planned_until=@14|predecessors=#t41"),
    BEGUN("t43", "4.3", "複合機の停電立会いの手順", "-7", "30",
          "|parent=#t4|assignee=望月|planned_from=@-7|planned_until=@34"),
    TASK("t5", "5", "年度切替", ""),
    BEGUN("t51", "5.1", "切替の計画書を作る", "-18", "60",
          "|parent=#t5|assignee=大石|planned_from=@-20|planned_until=@10"),
    APPROVED(
        "t52", "5.2", "計画の承認を受ける",
        "|parent=#t5|assignee=大石|planned_from=@17|planned_until=@17|milestone=はい|predecessors=#t51"),
    APPROVED("t53", "5.3", "人事データを受け取る",
             "|parent=#t5|assignee=三浦|planned_from=@45|planned_until=@48|predecessors=#t52"),
    APPROVED("t54", "5.4", "夜間に切り替える",
             "|parent=#t5|assignee=三浦|planned_from=@80|planned_until=@82|predecessors=#t53"),
    APPROVED("t55", "5.5", "切替の結果を報告する",
             "|parent=#t5|assignee=大石|planned_from=@85|planned_until=@92|predecessors=#t54"),
    TASK("t6", "6", "引継ぎ", ""),
    APPROVED("t61", "6.1", "引継ぎの計画書を作る",
             "|parent=#t6|assignee=大石|planned_from=@60|planned_until=@75|predecessors=#t52"),
    APPROVED(
        "t62", "6.2", "台帳と手順書を引き渡す",
        "|parent=#t6|assignee=望月|planned_from=@97|planned_until=@112|predecessors=#t61,#t55"),
    { "ooishi", "-2", &task_ledger, "t42", "change",
      "planned_from=@9|planned_until=@14|reason=データの受渡しが1日早まったため。" },

    { "ooishi", "s5", &plan_ledger, "plan", NULL,
      "title=事業計画|year=@y|period=@s0〜@z0|policy=職員が待たずに仕事を続けられること。|schedule=4月　体制を整える\n10月　台帳と現物を突き合わせる\n3月　年度を切り替える|targets=期限内の回答と、その日のうちの解決を毎月数える。|structure=責任者1名、作業責任者1名、従事者3名|emergency=連絡先の一覧の順に知らせる。" },
    INDICATOR("k1", "1", "期限内に回答した割合", "％", "95", "average", "more"),
    INDICATOR("k2", "2", "その日のうちに解決した割合", "％", "80", "average", "more"),
    INDICATOR("k3", "3", "公開した手順書", "件", "60", "total", "more"),
    INDICATOR("k4", "4", "障害", "件", "12", "total", "less"),
    { "ooishi", "s10", &plan_cost_ledger, NULL, NULL,
      "plan=#plan|line=1|title=人件費|budget=48000000|spent=30400000" },
    { "ooishi", "s10", &plan_cost_ledger, NULL, NULL,
      "plan=#plan|line=2|title=委託費|budget=2400000|spent=1380000" },
    { "ooishi", "s10", &plan_cost_ledger, NULL, NULL,
      "plan=#plan|line=3|title=消耗品費|budget=960000|spent=701800|remark=トナーの値上がり" },
    { "ooishi", "s12", &plan_ledger, "plan", "submit", "submitted_on=@s12" },
    { "aoyama", "s20", &plan_ledger, "plan", "approve", "approved_on=@s20" },
    MONTH("k1", "6", "93"),
    MONTH("k1", "5", "94"),
    MONTH("k1", "4", "96"),
    MONTH("k1", "3", "97"),
    MONTH("k1", "2", "95"),
    MONTH("k1", "1", "96"),
    MONTH("k2", "4", "76"),
    MONTH("k2", "3", "79"),
    MONTH("k2", "2", "82"),
    MONTH("k2", "1", "81"),
    MONTH("k3", "4", "8"),
    MONTH("k3", "3", "9"),
    MONTH("k3", "2", "6"),
    MONTH("k3", "1", "5"),
    MONTH("k4", "3", "1"),
    MONTH("k4", "2", "0"),
    MONTH("k4", "1", "2"),
    { "ooishi", "-18", &plan_report_ledger, NULL, NULL,
      "plan=#plan|title=上半期の事業報告|period=@s0〜@s182|performance=予定した作業を終えた。|reached=期限内の回答は目標を上回った。|issues=月曜の朝に電話が込み合う。|submitted_on=@-18" },
    { "ooishi", "s1", &handover_ledger, "takeover", NULL,
      "title=前の受託者からの引継ぎ|direction=in|counterpart=旧受託者（見本）|period=@s1〜@s21|scope=問合せの台帳、手順書30件、対応中の案件8件、鍵4本。|method=説明を受け、同じ作業を自分たちでやってみる。" },
    { "ooishi", "s1", &handover_session_ledger, "lesson1", NULL,
      "handover=#takeover|title=窓口の一日|held_at=@s3 14:00|place=本庁舎 会議室3|attendees=三浦|topics=受付から完了までの流れ、よくある問合せ。" },
    { "ooishi", "s1", &handover_session_ledger, "lesson2", NULL,
      "handover=#takeover|title=年度切替の段取り|held_at=@s9 14:00|place=本庁舎 会議室3|attendees=望月|topics=人事データの受取りから利用者の切替まで。" },
    { "ooishi", "s1", &handover_ledger, "takeover", "propose", NULL },
    { "aoyama", "s2", &handover_ledger, "takeover", "approve", NULL },
    { "ooishi", "s3 16:00", &handover_session_ledger, "lesson1", "hold",
      "result=説明を受け、3件を一緒に受け付けた。" },
    { "ooishi", "s9 16:00", &handover_session_ledger, "lesson2", "hold",
      "result=手順書のとおりに試しの切替を行った。残った疑問は2つで、質問と回答に書いた。" },
    { "ooishi", "s19", &handover_ledger, "takeover", "change",
      "bundle=5b0e7c1f9a42d36688e1c0f4a7d95b2370c6e8f1142a9b5dd3f07c86e59a1b24|remaining=鍵1本の返却が4月末になる。旧受託者の責任者が持参する。" },
    { "ooishi", "s20", &handover_ledger, "takeover", "finish", NULL },
    { "aoyama", "s21", &handover_ledger, "takeover", "sign", NULL },
    { "ooishi", "-9", &handover_ledger, "giving", NULL,
      "title=次の受託者への引継ぎ|direction=out|period=@z-45〜@z0|scope=すべての台帳、手順書、対応中の案件、鍵。引継ぎの束で渡す。|method=説明会を3回開き、2週間は並んで作業する。" },
    { 0 },
};
