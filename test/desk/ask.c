#include "desk/ask.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/csv.h"
#include "contract/article.h"
#include "contract/crew.h"
#include "desk/ask_book.h"
#include "desk/ask_writer.h"
#include "desk/asked.h"
#include "desk/desk.h"
#include "desk/synonym.h"
#include "ledger/core/core.h"
#include "tests.h"
#include "web/fetch.h"

static int64_t
published(struct crew *c, const char *title, const char *body)
{
    int64_t id = crew_make(c, LEADER, &article_ledger, WITH("title", title, "body", body));

    crew_do(c, LEADER, &article_ledger, id, "publish", NULL);
    return id;
}

static struct ask_answer *
answer_to(struct crew *c, const char *question)
{
    struct ask_answer *out = NEW(c->test->arena, struct ask_answer);
    struct act *a = crew_act(c, WORKER);

    assert_done(a, ask(a, c->contract, question, out));
    act_end(a);
    return out;
}

static const char *
first_title(struct crew *c, const char *question)
{
    const struct ask_answer *it = answer_to(c, question);

    return it->count ? it->candidates[0].title : "";
}

static void
three_articles(struct crew *c)
{
    crew_open(c->test, c);
    published(c, "トナーを取り替える",
              "残りが少なくなったら消耗品請求で色を選びます。翌日に届きます。");
    published(c, "共有フォルダの権限を付ける",
              "所属長がフォルダ利用申請を出します。承認の翌朝から使えます。");
    published(c, "メールボックスの容量が足りない",
              "削除済みアイテムを空にします。古いものは書き出してください。");
}

/* --- what is found ------------------------------------------------------------------------------ */

static void
the_article_that_answers_comes_first_with_its_sentences(struct test *t)
{
    struct crew c = { .test = t };
    const struct ask_answer *it;

    three_articles(&c);
    it = answer_to(&c, "ﾄﾅｰがなくなりそうです。どこに請求しますか");
    assert_string_equal(it->candidates[0].title, "トナーを取り替える");
    assert_non_null(strstr(it->candidates[0].passage, "消耗品請求"));
    assert_true(it->answered);
    assert_int_equal(it->articles, 3);
    assert_int_equal(it->count, 3);
}

static void
what_no_article_speaks_of_is_not_answered(struct test *t)
{
    struct crew c = { .test = t };

    three_articles(&c);
    assert_false(answer_to(&c, "名刺の作り方を教えてください")->answered);
    assert_int_equal(answer_to(&c, "???")->count, 0);
}

static void
drafts_inner_articles_and_ended_ones_are_not_found(struct test *t)
{
    struct crew c = { .test = t };
    int64_t inner, ended;

    three_articles(&c);
    crew_make(&c, LEADER, &article_ledger, WITH("title", "圧着機の使い方", "body", "圧着機です。"));
    inner = crew_make(&c, LEADER, &article_ledger,
                      WITH("title", "圧着機の鍵", "body", "圧着機の鍵。", "audience", "inner"));
    crew_do(&c, LEADER, &article_ledger, inner, "publish", NULL);
    ended = published(&c, "圧着機が止まる", "圧着機を直す。");
    assert_int_equal(answer_to(&c, "圧着機")->articles, 4);
    crew_do(&c, LEADER, &article_ledger, ended, "end", NULL);
    assert_int_equal(answer_to(&c, "圧着機")->articles, 3);
    assert_int_equal(answer_to(&c, "圧着機")->count, 0);
}

static void
who_does_not_work_in_the_contract_gets_no_answer(struct test *t)
{
    struct crew c = { .test = t };
    struct ask_answer out;
    struct act *a;

    three_articles(&c);
    a = crew_act(&c, FOREIGNER);
    assert_false(ask(a, c.contract, "トナー", &out));
}

static void
an_empty_question_an_unreadable_and_an_endless_one_are_refused(struct test *t)
{
    struct crew c = { .test = t };
    char *text = NEW_ARRAY(t->arena, ASK_MOST_QUESTION + 2, char);
    struct ask_answer out;
    struct act *a;

    crew_open(t, &c);
    a = crew_act(&c, WORKER);
    assert_false(ask(a, c.contract, " \n", &out));
    assert_refused(a, "question", "入力してください");
    a = crew_act(&c, WORKER);
    assert_false(ask(a, c.contract, "トナー\xff\xfe", &out));
    assert_refused(a, "question", "UTF-8");
    memset(text, 'a', ASK_MOST_QUESTION + 1);
    a = crew_act(&c, WORKER);
    assert_false(ask(a, c.contract, text, &out));
    assert_refused(a, "question", "文字まで");
}

static void
what_is_published_anew_takes_the_place_of_what_was(struct test *t)
{
    struct crew c = { .test = t };
    int64_t id;

    three_articles(&c);
    id = published(&c, "圧着機の鍵", "圧着機の鍵は情報政策課で借ります。");
    assert_string_equal(first_title(&c, "圧着機の鍵"), "圧着機の鍵");
    crew_on(&c, "2026-07-02");
    crew_do(&c, LEADER, &article_ledger, id, NULL,
            WITH("title", "ミシンの鍵", "body", "ミシンの鍵は総務課で借ります。"));
    assert_string_equal(first_title(&c, "ミシンの鍵"), "ミシンの鍵");
    assert_int_equal(answer_to(&c, "圧着機")->count, 0);
    assert_int_equal(answer_to(&c, "ミシンの鍵")->articles, 4);
}

/* --- synonyms ----------------------------------------------------------------------------------- */

static void
a_synonym_of_the_ledger_is_used_at_once_and_replaces_the_built_in_one(struct test *t)
{
    struct crew c = { .test = t };

    three_articles(&c);
    assert_int_equal(answer_to(&c, "くるくる")->count, 0);
    crew_make(&c, WORKER, &synonym_ledger, WITH("word", "トナー", "others", "くるくる"));
    assert_string_equal(first_title(&c, "くるくる"), "トナーを取り替える");
    assert_int_equal(answer_to(&c, "カートリッジ")->count, 0);
}

static void
texts_read_again_beside_know_the_new_synonym_too(struct test *t)
{
    struct crew c = { .test = t };
    struct book_stamps stamps;
    struct book *book, *next;
    struct ask_hits hits;
    struct act *a;

    three_articles(&c);
    a = crew_act(&c, WORKER);
    assert_done(a, book_stamps_read(a, c.contract, &stamps));
    assert_done(a, book_open(a, c.contract, &stamps, &book));
    crew_make(&c, WORKER, &synonym_ledger, WITH("word", "トナー", "others", "くるくる"));
    a = crew_act(&c, WORKER);
    assert_done(a, book_prepare(a, c.contract, stamps.synonyms, &next));
    book_reread(next, book);
    book_release(book);
    ask_index_find(t->arena, next->index, "くるくる", NULL, &hits);
    assert_int_equal(hits.count, 1);
    assert_string_equal(next->sources[hits.items[0].source].title, "トナーを取り替える");
    book_release(next);
}

static void
the_built_in_synonyms_become_rows_once(struct test *t)
{
    struct crew c = { .test = t };
    struct act *a;
    size_t before;

    crew_open(t, &c);
    a = crew_console(&c);
    assert_done(a, synonyms_load(a, c.contract));
    before = crew_count(&c, &synonym_ledger, "view", "used");
    a = crew_console(&c);
    assert_done(a, synonyms_load(a, c.contract));
    assert_int_equal(crew_count(&c, &synonym_ledger, "view", "used"), before);
}

/* --- feedback ----------------------------------------------------------------------------------- */

static int64_t
kept(struct crew *c, const char *question)
{
    struct act *a = crew_act(c, WORKER);
    struct ask_answer it;
    int64_t id = 0;

    assert_done(a, ask(a, c->contract, question, &it));
    assert_done(a, ask_keep(a, c->contract, question, &it, &id));
    return id;
}

static void
judged(struct crew *c, int64_t id, bool solved)
{
    struct act *a = crew_act(c, WORKER);

    assert_done(a, ask_judge(a, id, solved));
}

static void
what_did_not_help_falls_behind_what_did(struct test *t)
{
    struct crew c = { .test = t };
    double before, after;

    three_articles(&c);
    before = answer_to(&c, "トナーを請求したい")->candidates[0].score;
    for (int i = 0; i < 4; i++)
        judged(&c, kept(&c, "トナーを請求したい"), false);
    after = answer_to(&c, "トナーを請求したい")->candidates[0].score;
    assert_true(after < before);
    for (int i = 0; i < 12; i++)
        judged(&c, kept(&c, "トナーを請求したい"), true);
    after = answer_to(&c, "トナーを請求したい")->candidates[0].score;
    assert_true(after > before && after <= 1);
}

static void
a_question_is_kept_sealed_and_judged_by_who_asked(struct test *t)
{
    struct crew c = { .test = t };
    const struct asked *row;
    struct act *a;
    int64_t id;

    three_articles(&c);
    id = kept(&c, "市民課の山田太郎ですがトナーを請求したい");
    row = crew_stored(&c, &asked_ledger, id);
    assert_string_equal(row->text.text, "市民課の山田太郎ですがトナーを請求したい");
    assert_string_equal(row->title, "トナーを取り替える");
    assert_true(*row->terms != 0);
    a = crew_act(&c, CLIENT);
    assert_false(ask_judge(a, id, true));
    judged(&c, id, true);
    row = crew_stored(&c, &asked_ledger, id);
    assert_string_equal(row->outcome.code, "solved");
}

/* --- the writer --------------------------------------------------------------------------------- */

struct fake {
    int listener;
    pthread_t thread;
    const char *content; /* NULL: never answers */
    struct desk_writer writer;
};

static void *
serve(void *with)
{
    struct fake *f = with;
    char bytes[8192], body[1024];
    int peer = accept(f->listener, NULL, NULL);

    if (recv(peer, bytes, sizeof bytes, 0) > 0 && f->content) {
        int length = snprintf(body, sizeof body,
                              "{\"choices\":[{\"message\":{\"content\":\"%s\"}}]}", f->content);

        dprintf(peer,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                "Connection: close\r\n\r\n%s",
                length, body);
    } else
        while (recv(peer, bytes, sizeof bytes, 0) > 0)
            ;
    close(peer);
    return NULL;
}

static const char *
written_by(struct crew *c, const char *content)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct fake f = { .content = content };
    socklen_t size = sizeof address;
    struct ask_answer *answer;
    const char *text;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    f.listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(f.listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(f.listener, (struct sockaddr *)&address, &size), 0);
    assert_int_equal(listen(f.listener, 1), 0);
    assert_int_equal(pthread_create(&f.thread, NULL, serve, &f), 0);
    f.writer = (struct desk_writer){
        .url = arena_print(c->test->arena, "http://127.0.0.1:%d/v1/chat/completions",
                           ntohs(address.sin_port)),
        .key = "key",
        .model = "model",
        .plain = true,
        .seconds = 1,
    };
    fetch_init();
    desk_writer_set(&f.writer);
    answer = answer_to(c, "トナーを請求したい");
    text = ask_written(crew_act(c, WORKER), "トナーを請求したい", answer);
    desk_writer_set(&(struct desk_writer){ 0 });
    pthread_join(f.thread, NULL);
    close(f.listener);
    return text;
}

static void
a_written_answer_is_shown_when_it_cites_what_was_found(struct test *t)
{
    struct crew c = { .test = t };

    three_articles(&c);
    assert_string_equal(written_by(&c, "消耗品請求で請求します [1]。"),
                        "消耗品請求で請求します [1]。");
}

static void
a_written_answer_that_cites_nothing_or_something_else_is_dropped(struct test *t)
{
    struct crew c = { .test = t };

    three_articles(&c);
    assert_null(written_by(&c, "コンビニで買えます。"));
    assert_null(written_by(&c, "コンビニで買えます [9]。"));
}

static void
a_writer_that_does_not_answer_in_time_is_done_without(struct test *t)
{
    struct crew c = { .test = t };

    three_articles(&c);
    assert_null(written_by(&c, NULL));
}

const struct test_case ask_tests[] = {
    CASE(the_article_that_answers_comes_first_with_its_sentences),
    CASE(what_no_article_speaks_of_is_not_answered),
    CASE(drafts_inner_articles_and_ended_ones_are_not_found),
    CASE(what_is_published_anew_takes_the_place_of_what_was),
    CASE(who_does_not_work_in_the_contract_gets_no_answer),
    CASE(an_empty_question_an_unreadable_and_an_endless_one_are_refused),
    CASE(a_synonym_of_the_ledger_is_used_at_once_and_replaces_the_built_in_one),
    CASE(texts_read_again_beside_know_the_new_synonym_too),
    CASE(the_built_in_synonyms_become_rows_once),
    CASE(what_did_not_help_falls_behind_what_did),
    CASE(a_question_is_kept_sealed_and_judged_by_who_asked),
    CASE(a_written_answer_is_shown_when_it_cites_what_was_found),
    CASE(a_written_answer_that_cites_nothing_or_something_else_is_dropped),
    CASE(a_writer_that_does_not_answer_in_time_is_done_without),
    { 0 },
};
