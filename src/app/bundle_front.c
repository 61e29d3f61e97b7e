#include <string.h>

#include "app/bundle.h"
#include "base/arena.h"
#include "base/csv.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "render/markup.h"
#include "store/act.h"

bool
bundle_open_matters(struct bundle *b)
{
    struct buffer page = { 0 };
    bool good;

    bundle_page_start(&page, "終わっていないもの", "index.html");
    buffer_text(&page, "<table><thead><tr><th>台帳</th><th>ID</th><th>件名</th><th>状態</th>"
                       "<th>担当</th></tr></thead><tbody>\n");
    buffer_add(&page, buffer_string(&b->open_page), b->open_page.length);
    buffer_text(&page, "</tbody></table>\n");
    bundle_page_end(&page);
    good = bundle_whole(b, "open.csv", buffer_string(&b->open), b->open.length) &&
           bundle_whole(b, "open.html", page.data, page.length);
    buffer_release(&page);
    return good;
}

/* --- the dictionary -------------------------------------------------------------------------- */

struct dictionary {
    struct buffer csv;
    struct buffer page;
};

enum { DICTIONARY_CELLS = 9 };

static void
add_line(struct dictionary *d, const char *const cells[DICTIONARY_CELLS])
{
    buffer_text(&d->page, "<tr>");
    for (int i = 0; i < DICTIONARY_CELLS; i++) {
        csv_cell(&d->csv, cells[i] ? cells[i] : "", i == 0);
        if (i > 1)
            markup_print(&d->page, "<td>%s</td>", cells[i] ? cells[i] : "");
    }
    csv_end(&d->csv);
    buffer_text(&d->page, "</tr>\n");
}

static const char *
choices_text(struct act *a, const struct field *f)
{
    struct buffer out = { .arena = a->arena };

    for (const struct choice_item *c = f->choices; c && c->code; c++)
        buffer_print(&out, "%s%s＝%s", c == f->choices ? "" : "、", c->code, c->label);
    if (f->to)
        buffer_print(&out, "台帳「%s」（%s）の記録", f->to->title, f->to->name);
    return buffer_string(&out);
}

static void
add_field(struct act *a, struct dictionary *d, const struct ledger *l, const struct field *f)
{
    const char *const cells[DICTIONARY_CELLS] = {
        l->name,
        l->title,
        f->name,
        f->label,
        field_type_title(f->type),
        f->required ? "必須" : "",
        f->secret     ? "束に入れない"
        : f->personal ? "個人情報"
                      : "",
        f->help,
        choices_text(a, f),
    };

    add_line(d, cells);
}

static void
add_states(struct dictionary *d, const struct ledger *l)
{
    for (const struct state *s = l->states ? l->states->states : NULL; s && s->name; s++) {
        const char *const cells[DICTIONARY_CELLS] = {
            l->name, l->title, "state", "状態", "選択", "", "", s->ended ? "終わった状態" : "",
            NULL,
        };
        const char *row[DICTIONARY_CELLS];
        struct buffer text = { 0 };

        memcpy(row, cells, sizeof row);
        buffer_print(&text, "%s＝%s", s->name, s->label);
        row[8] = buffer_string(&text);
        add_line(d, row);
        buffer_release(&text);
    }
}

static void
add_ledger(struct act *a, struct dictionary *d, const struct ledger *l)
{
    const struct shape *s = shape_of(l);

    markup_print(&d->page, "<h2 id=\"%s\">%s（%s）</h2><p>%s</p>\n<table><thead><tr>", l->name,
                 l->title, l->name, l->help ? l->help : "");
    buffer_text(&d->page, "<th>項目</th><th>見出し</th><th>種類</th><th>必須</th><th>扱い</th>"
                          "<th>説明</th><th>選べる値</th></tr></thead><tbody>\n");
    for (const struct field *f = s->head; f->name; f++)
        if (strcmp(f->name, "state") != 0)
            add_field(a, d, l, f);
    add_states(d, l);
    for (size_t i = 0; i < s->field_count; i++)
        add_field(a, d, l, &s->fields[i]);
    buffer_text(&d->page, "</tbody></table>\n");
}

bool
bundle_dictionary(struct bundle *b)
{
    static const char *const headings[DICTIONARY_CELLS] = {
        "台帳", "台帳の名前", "項目", "見出し", "種類", "必須", "扱い", "説明", "選べる値",
    };
    struct dictionary d = { 0 };
    const struct ledger *const *all;
    size_t count;
    bool good;

    all = ledgers_all(&count);
    csv_start(&d.csv);
    for (int i = 0; i < DICTIONARY_CELLS; i++)
        csv_cell(&d.csv, headings[i], i == 0);
    csv_end(&d.csv);
    bundle_page_start(&d.page, "データ辞書", "index.html");
    for (size_t i = 0; i < count; i++)
        add_ledger(b->act, &d, all[i]);
    bundle_page_end(&d.page);
    good = bundle_whole(b, "dictionary.csv", d.csv.data, d.csv.length) &&
           bundle_whole(b, "dictionary.html", d.page.data, d.page.length);
    buffer_release(&d.csv);
    buffer_release(&d.page);
    return good;
}

/* --- the front page ---------------------------------------------------------------------------- */

static const char readme[] =
    "引継ぎの束\r\n"
    "\r\n"
    "この ZIP には、台帳の全部の記録、添付ファイル、発行した文書、変更の履歴が入っています。\r\n"
    "個人情報も平文で入っています。渡す相手と運び方に気を付け、済んだら消してください。\r\n"
    "\r\n"
    "読む　　　 全部を展開し、index.html をブラウザーで開きます。製品は要りません。\r\n"
    "表計算　　 csv/ の CSV（UTF-8、BOM付き）を開きます。\r\n"
    "機械で読む tables/ の JSON Lines。1行が1件で、項目の意味は dictionary.csv にあります。\r\n"
    "　　　　　 日時は1970年1月1日（UTC）からのマイクロ秒です。ファイルは files/ の名前で指します。\r\n"
    "　　　　　 記録は「UUID/ID」で呼びます。UUIDは manifest.json にあり、IDは変わりません。\r\n"
    "取り込む　 空の製品に tasuki import --bundle この束.zip で、同じIDのまま入ります。\r\n"
    "\r\n"
    "確かめる\r\n"
    "1. manifest.json に、ほかの全部のファイルの大きさと SHA-256 があります。\r\n"
    "   manifest.json の SHA-256 は、書き出した人が別に伝えます。\r\n"
    "2. 履歴は tables/history.jsonl、封印は tables/block.jsonl です。履歴の葉は、次の列を\r\n"
    "   「8バイトの長さ（大きい桁から）＋中身」で並べ、前に 00 を1バイト置いた SHA-256 です。\r\n"
    "     seq at actor session origin request ledger record action reason detail_hash\r\n"
    "   数は10進の文字、detail_hash は32バイトで、detail の SHA-256 です。\r\n"
    "   行は (txid, seq) の順に並び、封印の count ずつを RFC 6962 の木にしたものが root です。\r\n"
    "   封印の hash は number first_seq last_seq count root previous sealed_at を同じ形に\r\n"
    "   並べた SHA-256、previous は前の封印の hash です（最初は 00 が32バイト）。\r\n"
    "   最後の封印の番号と hash を、報告書やメールに残る値と比べてください。\r\n"
    "   履歴の中の個人情報（sealed）は、前の受託者の鍵で封じたままで、読めません。\r\n"
    "3. tools/verify_bundle.c（製品の付属。C で300行に満たず、製品のものを何も使わない）が、\r\n"
    "   1 と 2 を全部確かめます。\r\n";

static void
front_tables(struct bundle *b, struct buffer *page)
{
    markup_print(
        page,
        "<ul><li><a href=\"open.html\">終わっていないもの</a>（%lld件、<a href=\"open.csv\">"
        "CSV</a>）</li><li><a href=\"dictionary.html\">データ辞書</a>（<a "
        "href=\"dictionary.csv\">CSV</a>）</li><li>添付ファイル %lld個、発行した文書 "
        "%lld件（下の一覧）</li><li><a href=\"README.txt\">読み方と確かめ方</a></li>"
        "<li><a href=\"manifest.json\">manifest.json</a>（全部のファイルの SHA-256）</li>"
        "</ul>\n<h2>台帳</h2>\n<table><thead><tr><th>台帳</th><th>件数</th><th>ページ"
        "</th><th>表計算</th><th>機械</th></tr></thead><tbody>\n",
        (long long)b->open_count, (long long)b->blob_count, (long long)b->document_count);
    buffer_add(page, buffer_string(&b->index), b->index.length);
    buffer_text(page, "</tbody></table>\n");
}

bool
bundle_front(struct bundle *b)
{
    struct buffer page = { 0 };
    const struct bundle_blob *blobs = (const void *)b->blobs.data;
    bool good;

    bundle_page_start(&page, "引継ぎの束", NULL);
    markup_print(&page, "<p>範囲：%s　記録の名前：%s/ID</p>\n",
                 b->contract ? b->contract_title : "全部の契約", b->uuid);
    front_tables(b, &page);
    buffer_text(&page, "<h2>発行した文書</h2>\n<ul>\n");
    buffer_add(&page, buffer_string(&b->documents), b->documents.length);
    buffer_text(&page, "</ul>\n<h2>ファイル</h2>\n<ul>\n");
    for (size_t i = 0; i < b->blobs.length / sizeof *blobs; i++)
        markup_print(&page, "<li><a href=\"%s\">%s</a></li>\n", blobs[i].file,
                     blobs[i].title[0] ? blobs[i].title : blobs[i].file);
    buffer_text(&page, "</ul>\n");
    bundle_page_end(&page);
    good = bundle_whole(b, "index.html", page.data, page.length) &&
           bundle_whole(b, "README.txt", readme, sizeof readme - 1);
    buffer_release(&page);
    return good;
}
