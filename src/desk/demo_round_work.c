#include "desk/demo_round_work.h"

#include <string.h>

#include "base/arena.h"
#include "desk/mail_original.h"
#include "desk/power_stop.h"
#include "desk/rollout.h"
#include "desk/rpa.h"
#include "desk/setting_change.h"
#include "desk/virus_event.h"
#include "ledger/core/core.h"
#include "store/act.h"

static struct date
day_back(const struct rounds_cast *cast, int days)
{
    return date_add(instant_date(cast->present), -days);
}

static const struct person *
somebody(const struct rounds_cast *cast, size_t n)
{
    return &cast->people[n * 7 % cast->count];
}

/* --- changes of settings ----------------------------------------------------------------- */

static const struct change_story {
    const char *title, *target, *machine, *reason, *before, *after, *undo;
    int back;
    const char *moves;
} changes[] = {
    { "国税の受付サイトへの通信を許可", "firewall", "FW-01 規則142", "確定申告の受付に使うため",
      "192.0.2.0/24 → 203.0.113.10:443 拒否", "192.0.2.0/24 → 203.0.113.10:443 許可",
      "規則142を無効にする", 40, "approve do check" },
    { "動画サイトの制限を研修室だけ外す", "proxy", "PRX-01 分類 動画", "オンライン研修を受けるため",
      "全庁 遮断", "研修室（192.0.2.64/28） 許可、ほか 遮断", "研修室の例外を消す", 12,
      "approve do" },
    { "3階複合機のキューを作り直す", "print", "PRN-01 3F-複合機", "印刷が途中で止まるため",
      "ドライバー 5.2、双方向 有効", "ドライバー 6.0、双方向 無効", "旧キュー 3F-旧 に戻す", 5,
      "approve" },
    { "県の会議システムへの通信を許可", "firewall", "FW-01", "県との定例会議のため", "", "", "", 1,
      NULL },
};

static bool
make_change(struct act *a, const struct rounds_cast *cast, const struct change_story *story)
{
    struct setting_change *it = ledger_new(a, &setting_change_ledger);
    const struct who *before = a->who;
    struct who officer;
    const char *at = story->moves;

    a->now = instant_make(day_back(cast, story->back), 10 * 60);
    it->base.contract = cast->contract;
    it->title = story->title;
    it->target.code = story->target;
    it->machine = story->machine;
    it->reason.text = story->reason;
    it->applicant.id = somebody(cast, (size_t)story->back)->base.id;
    it->section = somebody(cast, (size_t)story->back)->section;
    if (!who_by_login(a, "aoyama", &officer) || !ledger_create(a, &setting_change_ledger, it))
        return false;
    while (at && *at) {
        const char *end = strchr(at, ' ');
        size_t length = end ? (size_t)(end - at) : strlen(at);
        const char *action = arena_print(a->arena, "%.*s", (int)length, at);
        bool good;

        a->who = strcmp(action, "approve") == 0 ? &officer
                 : strcmp(action, "do") == 0    ? &cast->desk[1]
                                                : &cast->desk[0];
        it->old_setting.text = story->before;
        it->new_setting.text = story->after;
        it->undo.text = story->undo;
        good = ledger_move(a, &setting_change_ledger, action, it);
        a->who = before;
        if (!good)
            return false;
        at = end ? end + 1 : NULL;
    }
    return true;
}

static bool
make_changes(struct act *a, void *with)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (!make_change(a, with, &changes[i]))
            return false;
    return true;
}

/* --- detections and originals ------------------------------------------------------------ */

static const struct virus_story {
    const char *title, *host, *file, *action, *way;
    int back;
    bool closed;
} viruses[] = {
    { "JS/Redirector", "AOBA-N0101", "C:\\Users\\k0123\\Downloads\\index.html", "blocked", "web",
      33, true },
    { "W97M/Downloader", "AOBA-N0102", "請求書.docm", "quarantined", "mail", 18, true },
    { "PUA/Toolbar", "AOBA-N0044", "setup.exe", "deleted", "web", 6, false },
    { "Worm/Autorun", "AOBA-N0103", "E:\\autorun.inf", "none", "medium", 1, false },
};

static bool
make_findings(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;
    struct mail_original *mail = ledger_new(a, &mail_original_ledger);

    for (size_t i = 0; i < sizeof viruses / sizeof *viruses; i++) {
        const struct virus_story *story = &viruses[i];
        struct virus_event *it = ledger_new(a, &virus_event_ledger);

        a->now = instant_make(day_back(cast, story->back), 13 * 60);
        it->base.contract = cast->contract;
        it->title = story->title;
        it->host = story->host;
        it->section = somebody(cast, i + 1)->section;
        it->file = story->file;
        it->action.code = story->action;
        it->way.code = story->way;
        it->detected_at = instant_make(day_back(cast, story->back), 11 * 60 + 20);
        if (!ledger_create(a, &virus_event_ledger, it))
            return false;
        it->measures.text = "端末を庁内LANから外し、全体を検査しました。";
        it->result.text = "ほかに検知はありません。端末を戻しました。";
        it->reported_on = instant_date(a->now);
        if (story->closed && !ledger_move(a, &virus_event_ledger, "close", it))
            return false;
    }
    a->now = instant_make(day_back(cast, 1), 15 * 60);
    mail->base.contract = cast->contract;
    mail->title = "【県】補助金の様式の送付";
    mail->sender = "hojokin@pref.example.jp";
    mail->received_at = instant_make(day_back(cast, 1), 9 * 60 + 12);
    mail->requester.id = somebody(cast, 4)->base.id;
    mail->section = somebody(cast, 4)->section;
    mail->reason.text = "様式のマクロが無害化で外れ、記入できないため";
    return ledger_create(a, &mail_original_ledger, mail);
}

/* --- rollouts ---------------------------------------------------------------------------- */

static bool
make_rollouts(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;

    for (int i = 3; i >= 0; i--) {
        struct rollout *it = ledger_new(a, &rollout_ledger);
        struct day day = date_take(day_back(cast, 30 * i + 8));

        a->now = instant_make(day_back(cast, 30 * i + 8), 9 * 60);
        it->base.contract = cast->contract;
        it->title = arena_print(a->arena, "%d年%d月の更新プログラム", day.year, day.month);
        it->kind.code = "patch";
        it->month = instant_date(a->now);
        it->due_on = date_add(it->month, 21);
        if (!ledger_create(a, &rollout_ledger, it))
            return false;
        for (int n = 0; n < 12; n++) {
            struct rollout_result *result = ledger_new(a, &rollout_result_ledger);

            result->base.contract = cast->contract;
            result->rollout.id = it->base.id;
            result->host = arena_print(a->arena, "AOBA-N%04d", 101 + n);
            result->section = somebody(cast, (size_t)n)->section;
            result->result.code = n == 7 ? "failed" : n > 9 - 4 * !i ? "waiting" : "done";
            if (i && n > 9)
                result->result.code = "done";
            if (n == 7) {
                result->message = "0x800f0922 空き容量の不足";
                result->alternative.text = i ? "不要なファイルを消し、手で適用しました。" : "";
            }
            if (!ledger_create(a, &rollout_result_ledger, result))
                return false;
        }
    }
    return true;
}

/* --- RPA and the electricity ------------------------------------------------------------- */

static const struct rpa_story {
    const char *title, *purpose, *rule, *starts;
    int lasts, saved;
} scenarios[] = {
    { "住民税の異動入力", "電子申請から来た異動届を、税務の画面に入力します。", "毎営業日", "7:00",
      90, 320 },
    { "会計年度任用職員の勤務の集計", "各課の勤務表を集め、給与の取込用に直します。",
      "毎月 第3営業日", "9:00", 60, 48 },
    { "水道料金の口座の照合", "金融機関の結果を、収納の画面と突き合わせます。", "毎週 月・木曜日",
      "18:00", 120, 150 },
};

static bool
make_rpa(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;
    struct rpa_terminal *terminal = ledger_new(a, &rpa_terminal_ledger);

    a->now = instant_make(day_back(cast, 200), 9 * 60);
    terminal->base.contract = cast->contract;
    terminal->title = "AOBA-RPA01";
    terminal->place = "本庁4階 サーバー室";
    if (!ledger_create(a, &rpa_terminal_ledger, terminal))
        return false;
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        struct rpa_scenario *it = ledger_new(a, &rpa_scenario_ledger);
        struct rpa_plan *plan = ledger_new(a, &rpa_plan_ledger);

        it->base.contract = plan->base.contract = cast->contract;
        it->title = scenarios[i].title;
        it->purpose.text = scenarios[i].purpose;
        it->section = somebody(cast, i + 2)->section;
        it->person.id = somebody(cast, i + 2)->base.id;
        it->saved = scenarios[i].saved;
        it->agreed_on = instant_date(a->now);
        if (!ledger_create(a, &rpa_scenario_ledger, it) ||
            !ledger_move(a, &rpa_scenario_ledger, "start", it))
            return false;
        plan->scenario.id = it->base.id;
        plan->terminal.id = terminal->base.id;
        plan->rule = scenarios[i].rule;
        plan->starts = scenarios[i].starts;
        plan->lasts = scenarios[i].lasts;
        if (!ledger_create(a, &rpa_plan_ledger, plan))
            return false;
    }
    return true;
}

static const struct step_story {
    const char *title, *part;
    int place;
} steps[] = {
    { "職員へ停止の知らせを出す", "stop", 1 },
    { "業務システムの利用を止める", "stop", 2 },
    { "ファイルサーバー AOBA-FS01", "stop", 3 },
    { "仮想基盤 1号機", "stop", 4 },
    { "仮想基盤 2号機", "stop", 4 },
    { "基幹スイッチ", "stop", 5 },
    { "無停電電源装置", "stop", 6 },
    { "無停電電源装置", "start", 1 },
    { "基幹スイッチ", "start", 2 },
    { "仮想基盤 1号機・2号機", "start", 3 },
    { "ファイルサーバー AOBA-FS01", "start", 4 },
    { "業務システムの稼働確認", "start", 5 },
};

static bool
make_stop(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;
    struct power_stop *it = ledger_new(a, &power_stop_ledger);

    a->now = instant_make(day_back(cast, 10), 9 * 60);
    it->base.contract = cast->contract;
    it->title = "本庁舎 法定点検の停電";
    it->place = "本庁舎";
    it->stops_at = instant_make(day_back(cast, -20), 9 * 60);
    it->returns_at = instant_make(day_back(cast, -20), 16 * 60);
    it->leader.id = cast->desk[0].person;
    if (!ledger_create(a, &power_stop_ledger, it))
        return false;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct power_step *step = ledger_new(a, &power_step_ledger);

        step->base.contract = cast->contract;
        step->plan.id = it->base.id;
        step->title = steps[i].title;
        step->part.code = steps[i].part;
        step->place = steps[i].place;
        step->person.id = cast->desk[i % 2].person;
        if (!ledger_create(a, &power_step_ledger, step))
            return false;
    }
    return true;
}

bool
demo_round_work(struct act *a, const struct rounds_cast *cast)
{
    struct rounds_cast it = *cast;

    return act_write(a, make_changes, &it) && act_write(a, make_findings, &it) &&
           act_write(a, make_rollouts, &it) && act_write(a, make_rpa, &it) &&
           act_write(a, make_stop, &it);
}
