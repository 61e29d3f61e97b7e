#include "desk/demo.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "desk/demo_address.h"
#include "desk/demo_ask.h"
#include "desk/demo_rounds.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/timeline.h"
#include "store/act.h"

enum { INQUIRIES = 400, A_DAY = 7, OPEN_FROM = 372, SEED = 20261121 };

struct story {
    const char *kind;
    const char *title;
    const char *body;
    const char *response;
    const char *note; /* or NULL */
};

static const struct story stories[] = {
    { "パスワード", "朝からサインインできない",
      "休み明けでパスワードを忘れました。3回間違えたところで止めています。",
      "本人を確かめ、仮パスワードを発行しました。変更まで確認済みです。", NULL },
    { "印刷", "2階の複合機から印刷が出ない",
      "印刷を指示しても出てきません。画面には「オフライン」と表示されています。",
      "印刷待ちを消し、複合機の接続を確かめて復旧しました。",
      "同じ複合機で今月3件目。保守業者へ点検を依頼するか相談する。" },
    { "ネットワーク", "会議室の端末が庁内LANにつながらない",
      "301会議室の端末だけつながりません。隣の部屋は使えています。",
      "机の下のハブの電源が抜けていました。差し直して復旧しました。", NULL },
    { "共有フォルダ", "異動してきた職員に権限を付けてほしい",
      "4月に異動してきた職員が課の共有フォルダを開けません。読み書きの権限をお願いします。",
      "申請書を確かめ、読み書きの権限を付けました。",
      "前の課の権限が残っている。次の棚卸しで外す。" },
    { "メール", "無害化されたメールの原本がほしい",
      "県から届いたメールの添付が開けません。原本の受け渡しをお願いします。",
      "ウイルス検査のうえ、受渡しフォルダへ格納しました。", NULL },
    { "機器", "マウスが動かない", "急に動かなくなりました。電池は替えてあります。",
      "予備のマウスと交換しました。", NULL },
    { "ソフトウェア", "PDFを結合する方法を知りたい",
      "複数のPDFを1つにまとめたいのですが、使えるソフトはありますか。",
      "標準のPDF編集ソフトでの手順を案内しました。手順書にもあります。", NULL },
    { "業務システム", "財務会計の伝票画面が開かない",
      "「接続できません」と出て先に進めません。課の3名とも同じです。",
      "中継サーバーの接続数が上限でした。古い接続を切って復旧しました。",
      "接続数の監視のしきい値を下げた。保守業者に原因を照会中。" },
    { "セキュリティ", "不審なメールが届いた",
      "「荷物の再配達」という件名です。添付も本文のURLも開いていません。",
      "送信元を遮断し、全庁へ注意を呼びかけました。", NULL },
    { "電話", "席替えに伴い転送先を変えたい",
      "1階から2階へ席を移しました。内線の転送先を変えてください。",
      "転送先を変更し、試験の発信で確かめました。", NULL },
    { "貸出", "Web会議の端末を借りたい",
      "来週の審議会で使うため、端末とマイクを2組お借りしたいです。",
      "予約を登録し、受渡しの日時を案内しました。", NULL },
    { "アカウント", "会計年度任用職員のアカウントを作りたい",
      "来月から1名着任します。メールと財務会計を使う予定です。",
      "申請の様式を案内しました。承認後に着手します。", NULL },
    { "印刷", "住基端末の印刷が途中で止まる",
      "証明書の印刷が1枚目で止まります。窓口でお待ちの方がいます。",
      "予備のプリンターに切り替えました。部品は保守業者が交換します。",
      "部品の到着は3営業日後の見込み。" },
    { "Office", "表の並べ替えができなくなった", "「結合されたセルがある」と表示されます。",
      "結合の解除と並べ替えの手順を、画面を見ながら説明しました。", NULL },
};

static const char *const channels[] = { "電話", "メール", "Web", "窓口", "チャット" };
static const char *const priorities[] = { "middle", "middle", "middle", "high", "low" };

/* The same sequence on every machine: xorshift, seeded above. */
static size_t
pick(uint64_t *seed, size_t count)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (size_t)(*seed % count);
}

struct cast {
    uint64_t seed;
    struct person *people; /* requesters */
    size_t person_count;
    int64_t desk[8]; /* assignees */
    size_t desk_count;
    int64_t contract;
    struct date today;
    struct instant present;
    struct who desk_user[2]; /* who writes it down */
    int number;
    const struct story *story;
};

static bool
people(struct act *a, struct cast *cast)
{
    struct list_request request = { .ledger = &person_ledger, .limit = 200 };
    struct list list;

    request.sort = list_field(&person_ledger, "id");
    if (!list_read(a, &request, &list))
        return false;
    cast->people = NEW_ARRAY(a->arena, list.count, struct person);
    for (size_t i = 0; i < list.count; i++) {
        const struct person *person = (const struct person *)list.rows + i;

        if (person->post && strcmp(person->post, "受託者") == 0 && cast->desk_count < 8)
            cast->desk[cast->desk_count++] = person->base.id;
        else if (person->section.id && !(person->post && *person->post))
            cast->people[cast->person_count++] = *person;
    }
    return cast->person_count && cast->desk_count;
}

/* Seven a business day, the last one today, an hour or so apart. */
static struct instant
received(struct cast *cast)
{
    int back = (INQUIRIES - 1 - cast->number) / A_DAY;
    struct date day = calendar_business_days(&calendar_office, cast->today, -back);
    int slot = (A_DAY - 1) - (INQUIRIES - 1 - cast->number) % A_DAY;

    return instant_make(day, 8 * 60 + 35 + slot * 70 + (int)pick(&cast->seed, 60));
}

/* Work goes on at the next minutes of business time, never after the present. */
static void
pass_time(struct act *a, struct cast *cast, int most)
{
    struct minutes span = { 5 + (int64_t)pick(&cast->seed, (size_t)most) };
    struct instant then = calendar_due(&calendar_office, a->now, span);

    a->now = then.us < cast->present.us ? then : cast->present;
}

static void
write_inquiry(struct act *a, struct cast *cast, struct inquiry *it)
{
    const struct person *person = &cast->people[pick(&cast->seed, cast->person_count)];

    cast->story = &stories[pick(&cast->seed, sizeof(stories) / sizeof(stories[0]))];
    it->base.contract = cast->contract;
    it->base.owner = person->base.id;
    it->received_at = received(cast);
    if (it->received_at.us > cast->present.us)
        it->received_at = cast->present;
    a->now = it->received_at;
    it->channel = channels[pick(&cast->seed, 5)];
    it->priority.code = priorities[pick(&cast->seed, 5)];
    it->section = person->section;
    it->requester.id = person->base.id;
    it->kind = cast->story->kind;
    it->title = cast->story->title;
    it->body.text = cast->story->body;
    if (cast->number < OPEN_FROM || pick(&cast->seed, 4))
        it->assignee.id = cast->desk[pick(&cast->seed, cast->desk_count)];
}

/* The older ones are done; of the newest some wait, some are being worked on. */
static bool
lead_on(struct act *a, struct cast *cast, struct inquiry *it)
{
    bool old = cast->number < OPEN_FROM;
    size_t far = old ? 3 : pick(&cast->seed, 4);

    pass_time(a, cast, 30);
    if (far >= 1 && !ledger_move(a, &inquiry_ledger, "start", it))
        return false;
    pass_time(a, cast, 240);
    if (far >= 1 && cast->story->note &&
        !entry_add(a, &inquiry_ledger, &it->base, ENTRY_NOTE, cast->story->note,
                   (struct instant){ 0 }, NULL, NULL))
        return false;
    if (far == 1 && pick(&cast->seed, 3) == 0)
        return ledger_move(a, &inquiry_ledger, "hold", it);
    if (far < 2)
        return true;
    it->response.text = cast->story->response;
    if (!entry_add(a, &inquiry_ledger, &it->base, ENTRY_ANSWER, cast->story->response,
                   (struct instant){ 0 }, NULL, NULL) ||
        !ledger_move(a, &inquiry_ledger, "answer", it))
        return false;
    if (far < 3)
        return true;
    pass_time(a, cast, 600);
    it->completed_on = instant_date(a->now);
    return ledger_move(a, &inquiry_ledger, "complete", it);
}

static bool
one(struct act *a, void *with)
{
    struct cast *cast = with;
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    a->who = &cast->desk_user[pick(&cast->seed, 2)];
    write_inquiry(a, cast, it);
    return ledger_create(a, &inquiry_ledger, it) && lead_on(a, cast, it);
}

bool
desk_demo(struct act *a)
{
    struct cast cast = { .seed = SEED, .today = instant_date(a->now), .present = a->now };
    const struct who *console = a->who;
    struct list_request request = { .ledger = &contract_ledger, .limit = 1 };
    struct list contracts;
    struct arena *outer = a->arena;
    struct who lead;
    bool good;

    request.sort = list_field(&contract_ledger, "id");
    good = list_read(a, &request, &contracts) && contracts.count && people(a, &cast) &&
           who_by_login(a, "miura", &cast.desk_user[0]) &&
           who_by_login(a, "mochizuki", &cast.desk_user[1]) && who_by_login(a, "ooishi", &lead);
    if (good)
        cast.contract = ((const struct contract *)contracts.rows)->base.id;
    for (; good && cast.number < INQUIRIES; cast.number++) {
        struct arena arena = { 0 };
        struct cast before = cast;

        a->arena = &arena;
        good = act_write(a, one, &before);
        cast.seed = before.seed;
        a->arena = outer;
        a->who = console;
        a->now = cast.present;
        arena_release(&arena);
    }
    a->who = &cast.desk_user[0];
    good = good && demo_duties(a, cast.contract, cast.desk[0]) &&
           demo_stock(a, cast.contract, cast.desk[0]) && demo_devices(a, cast.contract) &&
           demo_service(a, cast.contract);
    a->who = &lead;
    good = good && demo_loans(a, cast.contract, cast.people, cast.person_count);
    a->who = console;
    return good && demo_mail(a, cast.contract) &&
           demo_addresses(a, cast.contract, &cast.desk_user[0]) &&
           demo_applications(a, cast.contract) &&
           ask_demo(a, cast.contract, cast.people, cast.person_count) &&
           demo_rounds(a, cast.contract, cast.people, cast.person_count, cast.desk_user);
}
