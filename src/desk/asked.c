#include "desk/asked.h"

#include "contract/article.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_TEXT = 2000, MOST_TERMS = 2000, FULL = 100 };

static const struct choice_item outcomes[] = {
    { "open", "まだ", "未回答" },
    { "solved", "解決した", "解決" },
    { "unsolved", "解決しない", "未解決" },
    { "done", "記事にした", "対応済" },
    { "dropped", "記事にしない", "対象外" },
    { 0 },
};

static const struct field asked_fields[] = {
    FIELD(struct asked, text, "質問", .personal = true, .fixed = true, .most = MOST_TEXT),
    FIELD(struct asked, article, "答えた記事", .to = &article_ledger, .fixed = true),
    FIELD(struct asked, title, "答えの件名", .fixed = true, .most = 200),
    FIELD(struct asked, confidence, "確かさ（％）", .fixed = true, .least = 0, .most = FULL),
    FIELD(struct asked, answered, "答えた", .fixed = true),
    FIELD(struct asked, outcome, "結果", .choices = outcomes, .fixed = true),
    FIELD(struct asked, terms, "記事にもある言葉", .help = "順位の学習に使う数字です。",
          .fixed = true, .most = MOST_TERMS),
    { 0 },
};

enum { LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY };

#define ASKER_SEES "text title confidence answered outcome"

static const struct access asked_access[] = {
    { ROLE_LEAD, LOOK | DEED_PERSONAL | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_OWN, .sees = ASKER_SEES },
    { ROLE_REQUESTER, DEED_READ, REACH_OWN, .sees = ASKER_SEES },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view asked_views[] = {
    { "unanswered", "答えられなかったもの",
      "自動回答が答えられなかったか、解決しなかった質問です。",
      "outcome.in=open,unsolved&answered=no", "-id" },
    { "unsolved", "解決しなかったもの", "答えたが、解決しなかった質問です。", "outcome=unsolved",
      "-id" },
    { "judged", "結果が分かったもの", "解決したか、しなかったかが分かった質問です。",
      "outcome.in=solved,unsolved", "-id" },
    { "all", "すべて", "すべての質問を新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger asked_ledger = {
    .name = "asked_question",
    .title = "自動回答への質問",
    .help = "職員が自動回答に入力した質問と、その結果です。質問の文は暗号にして保存します。",
    .path = "/desk/asked_questions",
    .icon = "talk",
    .row_size = sizeof(struct asked),
    .fields = asked_fields,
    .titled_by = "title",
    .listed = "title confidence answered outcome created_at",
    .access = asked_access,
    .views = asked_views,
    .keep_years = 5,
};
