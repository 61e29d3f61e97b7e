/* Demonstration: articles, the questionnaire, documents; and what is decided on a route. */
#include "contract/demo.h"

#include "contract/approval.h"
#include "contract/approval_route.h"
#include "contract/article.h"
#include "contract/deliverable.h"
#include "contract/delivery.h"
#include "contract/document.h"
#include "contract/form.h"
#include "contract/plan.h"

#define ARTICLE(key, day, title, kind, category, audience, body)                                   \
    {                                                                                              \
        "mochizuki", day, &article_ledger, key, NULL,                                              \
            "title=" title "|kind=" kind "|category=" category "|audience=" audience               \
            "|readers=none|body=" body                                                             \
    }
#define PUBLISHED(key, day, then, title, kind, category, audience, body)                           \
    ARTICLE(key, day, title, kind, category, audience, body),                                      \
    {                                                                                              \
        "ooishi", then, &article_ledger, key, "publish", NULL                                      \
    }

const struct scene_row demo_words[] = {
    PUBLISHED(
        "kb1", "-58", "-57", "サインインできないとき", "knowledge", "パスワード", "staff",
        "## まず確かめること\n\n1. キーボードの大文字の固定を外す。\n2. 職員番号を半角で入れる。\n3. 3回まちがえたら、10分待つ。\n\n## それでもできないとき\n\n内線1100へお電話ください。**仮のパスワード**をお渡しします。"),
    PUBLISHED(
        "kb2", "-56", "-55", "複合機から印刷が出ないとき", "knowledge", "印刷", "staff",
        "## 画面に「オフライン」と出る\n\n1. 複合機の電源とケーブルを見る。\n2. 待ち行列の印刷を取り消す。\n3. もう一度印刷する。\n\n## 紙の表示が出る\n\n- **用紙なし**：用紙を入れる。\n- **紙づまり**：手順の図を見る。"),
    PUBLISHED(
        "kb3", "-50", "-48", "不審なメールが届いたとき", "knowledge", "セキュリティ", "staff",
        "## 開かない、返さない\n\n- 添付とリンクを開かない。\n- 転送しない。\n- 画面を閉じず、内線1100へ知らせる。\n\n開いてしまったときは、**LANの線を抜いて**から知らせてください。"),
    PUBLISHED(
        "kb4", "-44", "-43", "PDFを1つにまとめる", "knowledge", "ソフトウェア", "staff",
        "## 手順\n\n1. PDF編集ソフトを開く。\n2. 「結合」を選ぶ。\n3. 順番を決めて保存する。"),
    PUBLISHED(
        "kb5", "-40", "-38", "会議室の端末を借りる", "knowledge", "貸出", "staff",
        "## 申込み\n\n使う日の3営業日前までに申し込みます。\n\n## 返すとき\n\n- 充電器と線の数を数える。\n- 保存したファイルを消す。"),
    PUBLISHED(
        "m1", "-70", "-68", "事故の連絡の手順", "manual", "危機管理", "inner",
        "## 気づいた人\n\n1. 時刻を書きとめる。\n2. 作業責任者へ電話する。\n\n## 作業責任者\n\n1. 1時間以内に発注者へ知らせる。\n2. インシデントを登録する。\n3. 個人情報を含むときは、速報の期限を確かめる。"),
    PUBLISHED(
        "m2", "-66", "-64", "媒体の受渡しの手順", "manual", "情報の管理", "inner",
        "## 受け取る\n\n1. 番号と封印を確かめる。\n2. 受領書に書く。\n3. 情報台帳に登録する。\n\n## 返す\n\n立会者の前で中身を確かめ、受領の印をもらう。"),
    PUBLISHED(
        "m3", "-34", "-32", "大量印刷の手順", "manual", "大量印刷", "inner",
        "## 前日\n\n- 用紙とトナーを数える。\n\n## 当日\n\n1. 刷り見本を2名で見る。\n2. 100枚ごとに枚数を書く。\n3. 刷り損じは施錠した箱に入れる。"),
    { "ooishi", "-4", &article_ledger, "m1", "revise", NULL },
    { "mochizuki", "-4 10:10", &article_ledger, "m1", "change",
      "body=## 気づいた人\n\n1. 時刻を書きとめる。\n2. 作業責任者へ電話する。出なければ責任者へ。\n\n## 作業責任者\n\n1. **30分以内**に発注者へ知らせる。\n2. インシデントを登録する。\n3. 個人情報を含むときは、速報の期限を確かめる。|readers=contractor|review_on=@180" },
    { "ooishi", "-3", &article_ledger, "m1", "publish", NULL },
    { "miura", "-2 9:10", &acknowledgement_ledger, NULL, NULL, "article=#m1" },
    ARTICLE("kb6", "-3", "在宅での作業のきまり", "manual", "情報の管理", "inner",
            "## 使えるもの\n\n画面転送の端末だけです。\n\n## 禁じること\n\n- 印刷\n- 写真"),
    { "mochizuki", "-2", &article_ledger, "kb6", "submit", NULL },
    ARTICLE("kb7", "-1", "表の並べ替えができないとき", "knowledge", "Office", "staff",
            "## 「結合されたセルがある」と出る\n\n結合を解いてから並べ替えます。"),

    { "miura", "-20", &question_form_ledger, "form", NULL,
      "title=ヘルプデスクの満足度|purpose=よりよい窓口にするために伺います。|who=all|period=@-15〜@30|once=はい" },
    { "miura", "-20 10:05", &question_ledger, NULL, NULL,
      "form=#form|position=1|label=回答の分かりやすさ|kind=rating|required=はい" },
    { "miura", "-20 10:10", &question_ledger, NULL, NULL,
      "form=#form|position=2|label=よく使うもの|kind=choices|choices=電話\nチャット\n手順書" },
    { "miura", "-20 10:15", &question_ledger, NULL, NULL,
      "form=#form|position=3|label=ご意見|kind=text" },
    { "miura", "-15", &question_form_ledger, "form", "open", NULL },
    { "miura", "-2", &question_form_ledger, "form2", NULL,
      "title=研修の希望調査|purpose=来年度の研修を決めるために伺います。|who=client" },
    { "miura", "-2 10:05", &question_ledger, NULL, NULL,
      "form=#form2|position=1|label=受けたい研修|kind=line" },

    { "ooishi", "m0+2", &document_ledger, "october", NULL,
      "report=monthly|period=@m-1〜@e-1|comment=件数は前の月とほぼ同じです。印刷の問合せが増えました。" },
    { "ooishi", "m0+3", &document_ledger, "october", "issue", NULL },
    { "ooishi", "m0+3 10:20", &delivery_ledger, "to_client", NULL,
      "document=#october|addressee=青葉市 情報政策課　青山|recipient=青山|way=download|until=@m0+40" },
    { "ooishi", "m0+3 10:25", &delivery_ledger, "to_client", "hand_over", NULL },
    { "aoyama", "m0+4", &delivery_ledger, "to_client", "confirm", NULL },
    { "ooishi", "m0+3 10:30", &delivery_ledger, "to_head", NULL,
      "document=#october|addressee=青葉市 情報政策課長|way=paper|notes=製本して1部を持参する。" },
    { "ooishi", "m0+4 15:00", &delivery_ledger, "to_head", "hand_over", NULL },
    { "ooishi", "-1 16:00", &document_ledger, NULL, NULL,
      "report=monthly|period=@m0〜@e0|comment=月の途中の案です。" },
    { 0 },
};

#define ASKED(key, day, ledger, record, note)                                                      \
    {                                                                                              \
        "ooishi", day, &approval_ledger, key, NULL,                                                \
            "ledger=" ledger "|record=#" record "|route=#route|note=" note                         \
    }

const struct scene_row demo_decisions[] = {
    { "ooishi", "s2", &approval_route_ledger, "route", NULL,
      "title=計画と成果物の承認|applies_to=plan,deliverable,document,subcontract|note=受託者の中で確かめてから、発注者の課長が決める。" },
    { "ooishi", "s2", &route_step_ledger, NULL, NULL,
      "route=#route|position=1|label=作業責任者|people=三浦|kind=one" },
    { "ooishi", "s2", &route_step_ledger, NULL, NULL,
      "route=#route|position=2|label=発注者の担当|people=青山|kind=one|deputies=岩城" },
    { "ooishi", "s2", &route_step_ledger, NULL, NULL,
      "route=#route|position=3|label=発注者の課長|role=approver|kind=one" },

    /* approved by all */
    ASKED("ask1", "s21", "plan", "plan", "事業計画の承認をお願いします。"),
    { "miura", "s22", &approval_ledger, "ask1", "approve", NULL },
    { "aoyama", "s23", &approval_ledger, "ask1", "approve", "reason=異議ありません。" },
    { "iwaki", "s24", &approval_ledger, "ask1", "approve", NULL },
    /* at the head of the section */
    ASKED("ask2", "-6", "deliverable", "network_map", "改訂した構成図です。"),
    { "miura", "-5", &approval_ledger, "ask2", "approve", NULL },
    { "aoyama", "-4", &approval_ledger, "ask2", "approve", NULL },
    /* at the client's officer */
    ASKED("ask3", "-4", "subcontract", "network", "電波調査の再委託です。"),
    { "miura", "-3", &approval_ledger, "ask3", "approve", NULL },
    /* sent back */
    ASKED("ask4", "-12", "deliverable", "manual", "年度切替の計画書の案です。"),
    { "miura", "-11", &approval_ledger, "ask4", "approve", NULL },
    { "aoyama", "-10", &approval_ledger, "ask4", "return",
      "reason=人事データの受取日を書き足してください。" },
    /* withdrawn */
    ASKED("ask5", "-14", "deliverable", "survey_report", "調査報告書の案です。"),
    { "ooishi", "-13", &approval_ledger, "ask5", "withdraw",
      "reason=回答がまだそろっていないため。" },
    { 0 },
};
