#include "desk/demo_ask.h"

#include <string.h>

#include "base/calendar.h"
#include "contract/article.h"
#include "desk/ask.h"
#include "desk/synonym.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct {
    const char *category;
    const char *title;
    const char *body;
} articles[] = {
    { "パスワード", "サインインのパスワードを忘れたとき",
      "5回間違えるとアカウントが30分ロックされます。待てないときは、本人が内線2900へ電話し、職員番号と"
      "所属を伝えてください。本人を確かめて、仮パスワードを所属長へ知らせます。仮パスワードで入ると、"
      "その場で変更を求められます。" },
    { "共有フォルダ", "課の共有フォルダの権限を変える",
      "異動した人の権限は自動では付きません。転入先の課がフォルダ利用申請を出し、所属長の承認を受けます。"
      "承認の翌開庁日の朝から使えます。急ぐ場合は申請の備考に理由を書いてください。" },
    { "共有フォルダ", "消してしまったファイルを戻す",
      "共有フォルダのファイルは、右クリックの「以前のバージョン」から14日前まで自分で戻せます。それより"
      "前のものは、元の場所と名前、最後に正しかった日を書いて問合せを送ってください。" },
    { "印刷", "複合機から印刷が出てこないとき",
      "複合機の画面に紙切れや紙詰まりの表示がないかを見ます。表示がなければ、順番待ちの先頭で止まって"
      "いる文書を取り消してください。課の全員が出せないときは、機器番号を添えて知らせてください。" },
    { "印刷", "トナーを取り替える",
      "残りが10％になったら、庁内ポータルの消耗品請求で機種と色を選びます。午前の請求は当日の夕方に届き"
      "ます。使い終わったトナーは、届いた箱に入れて回収棚へ戻してください。" },
    { "メール", "無害化されたメールの原本を受け取る",
      "添付が消えたり崩れたりして仕事に差し支えるときは、原本取得依頼に受信日時、差出人、件名、理由を"
      "書き、課長の承認を受けてください。検査の後、2時間ほどで受渡しフォルダに置きます。" },
    { "メール", "不審なメールが届いたとき",
      "添付とリンクを開かず、返信もせずに「報告」ボタンで知らせてください。開いてしまったときは、LANの"
      "線を抜き、いつ何を開いたかをすぐ内線2900へ電話してください。" },
    { "貸出", "Web会議の端末を借りる",
      "端末、カメラ、マイクの組が6つあります。備品貸出で前日の正午までに予約し、当日に窓口で受け取って"
      "ください。返すときに付属品の数を一緒に確かめます。" },
    { "機器", "パソコンが起動しないとき",
      "電源の線を抜いて1分待ち、もう一度入れます。変わらなければ、天板の管理番号と症状を知らせてください。"
      "代わりの機器を当日中に持っていきます。" },
    { "電話", "内線電話を転送する",
      "受話器を上げて「転送」「1」に続けて転送先の番号を押し、音が鳴ったら置きます。やめるときは「転送」"
      "「0」です。" },
};

static const char *const questions[] = {
    "パスワード忘れて入れません",           "コピー機から紙が出てこない",
    "名刺の作り方を教えてください",         "名刺を頼みたいのですが",
    "間違えて消したエクセルを戻したい",     "議場のマイクの音量を上げたい",
    "会議室のプロジェクターの電球が切れた", "プロジェクターが映らない",
};

struct writing {
    int64_t contract;
    size_t number;
};

static bool
write_article(struct act *a, void *with)
{
    const struct writing *w = with;
    struct article *it = ledger_new(a, &article_ledger);

    it->base.contract = w->contract;
    it->title = articles[w->number].title;
    it->category = articles[w->number].category;
    it->body.text = articles[w->number].body;
    it->review_on = date_add(instant_date(a->now), 180);
    return ledger_create(a, &article_ledger, it) && ledger_move(a, &article_ledger, "publish", it);
}

/* The first two were helped; one was not. */
static bool
ask_one(struct act *a, int64_t contract, size_t number)
{
    struct ask_answer answer;
    int64_t id;

    if (!ask(a, contract, questions[number], &answer) ||
        !ask_keep(a, contract, questions[number], &answer, &id))
        return false;
    return number > 1 || ask_judge(a, id, true);
}

bool
ask_demo(struct act *a, int64_t contract, const struct person *people, size_t count)
{
    const struct who *console = a->who;
    struct who asker = *console;
    bool good = synonyms_load(a, contract);

    for (size_t i = 0; good && i < sizeof articles / sizeof articles[0]; i++)
        good = act_write(a, write_article, &(struct writing){ contract, i });
    for (size_t i = 0; good && i < sizeof questions / sizeof questions[0]; i++) {
        asker.person = people[i % count].base.id;
        a->who = &asker;
        good = ask_one(a, contract, i);
        a->who = console;
    }
    return good;
}
