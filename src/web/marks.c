#include "web/marks.h"

#include <string.h>

static const struct mark_face mark_faces[] = {
    [MARK_NEW] = { "new", "new" },          [MARK_WORK] = { "work", "work" },
    [MARK_WAIT] = { "wait", "wait" },       [MARK_ROUTE] = { "route", "route" },
    [MARK_SOLVED] = { "solved", "solved" }, [MARK_DONE] = { "done", "closed" },
    [MARK_LATE] = { "soon", "late" },
};

static const struct mark_face clock_faces[] = {
    [FACE_LEFT] = { "run", "run" },     [FACE_NEAR] = { "near", "near" },
    [FACE_SOON] = { "soon", "soon" },   [FACE_OVER] = { "over", "over" },
    [FACE_PAUSED] = { "wait", "held" }, [FACE_MET] = { "check", "met" },
};

static const char *const entry_icons[] = {
    [ENTRY_MESSAGE] = "talk",
    [ENTRY_ANSWER] = "mail",
    [ENTRY_NOTE] = "lock",
    [ENTRY_CHANGE] = "gear",
};

static const struct {
    const char *action;
    const char *words;
} actions[] = {
    { "create", "作った" },
    { "change", "変えた" },
    { "remove", "消した" },
    { "read", "開いた" },
    { "import", "取り込んだ" },
    { "undo", "取込みを戻した" },
    { "export", "書き出した" },
    { "message", "書いた" },
    { "answer", "回答した" },
    { "note", "内部メモを書いた" },
    { "breach", "期限を過ぎた" },
    { "clock", "時計" },
    { "sign-in", "サインインした" },
    { "sign-out", "サインアウトした" },
    { "sign-in-failed", "サインインに失敗した" },
    { "attach", "添付した" },
    { "detach", "添付を外した" },
    { "checked", "添付を検査した" },
    { "quarantine", "添付を隔離した" },
    { "download", "添付を受け取った" },
    { "link", "関連を結んだ" },
    { "unlink", "関連を外した" },
    { "erase", "消去した" },
    { "restore", "復元した" },
    { "init", "設置した" },
    { "rotate-keys", "マスター鍵を替えた" },
    { "renew-key", "契約の鍵を新しくした" },
    { "seal-again", "新しい鍵で封じ直した" },
    { "job-cancel", "ジョブを取り消した" },
    { "job-again", "ジョブをやり直した" },
    { "send-again", "もう一度送ることにした" },
    { "token", "トークンを作った" },
    { "token-end", "トークンを終了した" },
    { "sign-in-first", "パスワードまで確かめた" },
    { "second-factor-failed", "確認コードを間違えた" },
    { "lock-out", "間違いが続いて待たせた" },
    { "second-factor", "二要素認証を設定した" },
    { "second-factor-removed", "二要素認証を外した" },
    { "recovery-used", "回復コードを使った" },
    { "recovery-renewed", "回復コードを作り直した" },
    { "password", "パスワードを変えた" },
    { "session-end", "サインインを終了した" },
};

static const struct {
    int status;
    const char *heading;
    const char *advice;
} errors[] = {
    { 400, "送られた内容を読み取れませんでした",
      "何も変えていません。前の画面からやり直してください。" },
    { 401, "サインインが必要です", "サインインすると、続きから始められます。" },
    { 403, "この画面を使う権限がありません",
      "何も変えていません。必要なときは、契約の責任者へ申し出てください。" },
    { 404, "この番地には何もありません",
      "移されたか、消されたか、見る権限がない記録です。検索から探せます。" },
    { 409, "今の状態ではできません",
      "何も変えていません。記録を開き直して、今の状態を確かめてください。" },
    { 412, "ほかの方が先に変えました", "何も変えていません。記録を開き直してください。" },
    { 413, "送られた内容が大きすぎます", "何も保存していません。ファイルを分けて送ってください。" },
    { 415, "この形式は受け取れません",
      "何も保存していません。画面の説明にある形式で送ってください。" },
    { 422, "直すところがあります", "何も変えていません。前の画面へ戻って直してください。" },
    { 429, "短い間に何度も送られました", "少し待ってから、もう一度お試しください。" },
    { 500, "処理の途中で止まりました",
      "何も変えていません。続くときは、下の番号を管理者へお知らせください。" },
    { 503, "今は混み合っています",
      "何も変えていません。1分ほど待ってから、もう一度お試しください。" },
};

const struct mark_face *
mark_face(enum mark mark)
{
    return &mark_faces[mark];
}

const struct mark_face *
clock_mark(enum clock_face face)
{
    return &clock_faces[face];
}

const char *
entry_icon(enum entry_kind kind)
{
    return entry_icons[kind];
}

const char *
action_words(const struct ledger *l, const char *action)
{
    const struct transition *t = l && l->states ? l->states->transitions : NULL;

    for (; t && t->action; t++)
        if (strcmp(t->action, action) == 0)
            return t->label;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strcmp(actions[i].action, action) == 0)
            return actions[i].words;
    return action;
}

static size_t
error_of(int status)
{
    size_t fallback = 0;

    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].status == status)
            return i;
        if (errors[i].status == (status >= 500 ? 500 : 400))
            fallback = i;
    }
    return fallback;
}

const char *
error_heading(int status)
{
    return errors[error_of(status)].heading;
}

const char *
error_advice(int status)
{
    return errors[error_of(status)].advice;
}
