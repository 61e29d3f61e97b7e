/* Mail of the last day: what became inquiries, an answer, and what was put aside. */
#include "desk/demo.h"

#include <string.h>

#include "base/arena.h"
#include "desk/mail_take.h"
#include "store/act.h"
#include "web/letter_compose.h"

static const struct mail_story {
    int before; /* minutes */
    const char *headers;
    const char *text;
} stories[] = {
    { 1500,
      "From: =?UTF-8?B?5Lit5bO2IOWSsg==?= <nakajima@aoba.example>\r\n"
      "Message-ID: <demo-1@aoba.example>\r\nSubject: 共有フォルダが開けません",
      "朝から課の共有フォルダが開けません。「アクセスが拒否されました」と出ます。" },
    { 1380,
      "From: =?UTF-8?B?5Lit5bO2IOWSsg==?= <nakajima@aoba.example>\r\n"
      "Message-ID: <demo-2@aoba.example>\r\nIn-Reply-To: <demo-1@aoba.example>\r\n"
      "Subject: Re: 共有フォルダが開けません",
      "隣の席の者は開けます。わたしの端末だけのようです。" },
    { 300,
      "From: kyoiku@aoba.example\r\nMessage-ID: <demo-3@aoba.example>\r\n"
      "Subject: 研修の端末の貸出について",
      "来週の研修で端末を6台お借りしたいのですが、予約の方法を教えてください。" },
    { 200,
      "From: nakajima@aoba.example\r\nMessage-ID: <demo-4@aoba.example>\r\n"
      "Auto-Submitted: auto-replied\r\nSubject: 自動応答：不在にしています",
      "本日は休暇をいただいています。" },
    { 90,
      "From: news@vendor.example\r\nMessage-ID: <demo-5@vendor.example>\r\n"
      "Precedence: bulk\r\nSubject: 製品の更新のお知らせ（11月号）",
      "今月の更新をお知らせします。" },
    { 40, "Subject: 差出人のないメール\r\nMessage-ID: <demo-6@nowhere.example>",
      "印刷が出ません。" },
};

static bool
take(struct act *a, void *with)
{
    const struct mail_story *story = ((void **)with)[0];
    const int64_t *contract = ((void **)with)[1];
    const char *bytes =
        arena_print(a->arena, "%s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s",
                    story->headers, story->text);
    struct arriving message = { bytes, strlen(bytes), a->now, (int64_t)strlen(bytes) };

    return mail_take(a, NULL, *contract, &message, NULL);
}

bool
demo_mail(struct act *a, int64_t contract)
{
    struct instant present = a->now;
    bool good = true;

    letter_compose_init();
    for (size_t i = 0; good && i < sizeof stories / sizeof *stories; i++) {
        a->now = instant_add(present, (struct minutes){ -stories[i].before });
        good = act_beside(a, NULL, take, (void *[]){ (void *)(uintptr_t)&stories[i], &contract });
    }
    a->now = present;
    return good;
}
