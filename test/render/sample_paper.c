#include "render/sample_paper.h"

#include "base/arena.h"
#include "render/compose.h"
#include "render/sample_chart.h"

#define HASH "af2da0484ab06a246da9e26b1253ec1293846e19937f3125dc33de225fff2fdc"

static struct date
day(int year, int month, int of_month)
{
    struct date date;

    (void)date_make(year, month, of_month, &date);
    return date;
}

/* A table of texts; a cell that begins with '>' is a strong one. */
static struct document_table *
texts(struct arena *arena, const struct document_column *columns, size_t count,
      const char *const *cells, size_t rows)
{
    struct table_maker m;
    struct document_table *table = table_begin(&m, arena, columns, count);

    for (size_t i = 0; i < rows * count; i++)
        table_cell(&m, *cells[i] == '>' ? figure_strong(arena, cells[i] + 1)
                                        : figure_text(arena, cells[i]));
    return table;
}

static void
seal(struct composition *c, int64_t records)
{
    struct node *node = NEW(c->arena, struct node);
    struct verification *v = NEW(c->arena, struct verification);

    *v = (struct verification){ .hash = HASH,
                                .head = "#22764 51be…a3d0",
                                .time = instant_make(day(2026, 11, 4), 570),
                                .count = records };
    *node = (struct node){ .kind = NODE_VERIFICATION, .verification = v };
    c->to->last->next = node;
    c->to->last = node;
}

static struct document_table *
invoice_lines(struct arena *arena)
{
    static const struct document_column columns[] = {
        { .width = 90, .align = ALIGN_CENTRE },
        { .title = "項目" },
        { .title = "数量", .width = 160, .align = ALIGN_RIGHT },
        { .title = "単位", .width = 140, .align = ALIGN_CENTRE },
        { .title = "単価（円）", .width = 260, .align = ALIGN_RIGHT },
        { .title = "金額（円）", .width = 300, .align = ALIGN_RIGHT },
    };
    struct table_maker m;
    struct document_table *table = table_begin(&m, arena, columns, 6);

    table_cell(&m, figure_text(arena, "(1)"));
    table_cell(&m, figure_text(arena, "センター運営（定額、9か月均等の第4回）"));
    table_cell(&m, figure_count(1, NULL));
    table_cell(&m, figure_text(arena, "月"));
    table_cell(&m, figure_count(4277777, NULL));
    table_cell(&m, figure_count(4277777, NULL));
    table_sum(&m);
    table_cell(&m, figure_empty());
    table_cell(&m, figure_text(arena, "合計（消費税及び地方消費税を含む）"));
    for (int i = 0; i < 3; i++)
        table_cell(&m, figure_empty());
    table_cell(&m, figure_yen((struct yen){ 5191204 }));
    return table;
}

static void
invoice(struct arena *arena, struct document *d)
{
    static const char *const to[] = { "海辺区長　様", "（産業振興部 中小企業支援課）", "",
                                      "次のとおり請求します。" };
    static const char *const from[] = { "株式会社みなも情報サービス",
                                        "〒000-0000　中央県青波市本町1-1-1",
                                        "代表取締役　水面　太郎（押印省略）",
                                        "登録番号　T0000000000000",
                                        "発行責任者　佐伯 千尋／担当　新井 美和",
                                        "電話　055-000-0001" };
    static const struct calculation_step steps[] = {
        { .label = "(1)",
          .words =
              "年間の額 38,500,000円（7月から3月まで）÷ 9か月 ＝ 4,277,777円（1円未満切捨て）。"
              "端数の7円は、初回の7月分（4,277,784円）に加えた。" },
        { .label = "(2)", .words = "26,000円 × 12回 ＝ 312,000円" },
        { .label = "税", .words = "4,719,277円 × 10％ ＝ 471,927円（1円未満切捨て）" },
    };
    struct pair_row *pairs = NEW_ARRAY(arena, 2, struct pair_row);
    struct letterhead *head = NEW(arena, struct letterhead);
    struct composition c;

    *d = (struct document){ .title = "請求書",
                            .number = "請-2026-1031",
                            .hash = HASH,
                            .date = day(2026, 11, 4),
                            .author = "株式会社みなも情報サービス" };
    *head = (struct letterhead){ .number = "請求番号　請-2026-1031",
                                 .date = day(2026, 11, 4),
                                 .to = to,
                                 .to_count = 4,
                                 .from = from,
                                 .from_count = 6 };
    compose_begin(&c, arena, d);
    compose_letterhead(&c, head);
    compose_title(&c, "令和8年度 ICT活用支援センター運営業務委託", "請求書");
    pairs[0] = (struct pair_row){ "請求金額", figure_strong(arena, "金 5,191,204 円") };
    pairs[1] =
        (struct pair_row){ "対象の期間", figure_text(arena, "令和8年10月1日から同月31日まで") };
    compose_pairs(&c, pairs, 2);
    compose_table(&c, invoice_lines(arena));
    compose_calculation(&c, "計算の根拠", steps, 3);
    seal(&c, 23);
}

static struct document_table *
erased(struct arena *arena)
{
    static const struct document_column columns[] = {
        { .title = "番号", .width = 110, .align = ALIGN_CENTRE },
        { .title = "区分", .width = 120, .align = ALIGN_CENTRE },
        { .title = "情報の内容" },
        { .title = "媒体" },
        { .title = "数量", .width = 150, .align = ALIGN_RIGHT },
        { .title = "方法" },
        { .title = "実施日", .width = 170 },
    };
    static const char *const cells[] = {
        "1",
        "消去",
        "職員アカウント一覧",
        "内蔵SSD（PC-0031）",
        "1",
        "暗号鍵の破棄、消去命令",
        "3月30日",
        "2",
        "消去",
        "ヘルプデスク台帳（全件）",
        "運用サーバと複製",
        "2",
        "暗号鍵の破棄",
        "3月30日",
        "3",
        "廃棄",
        "記入済み申請書（写し）",
        "紙",
        "1,284枚",
        "細断（2mm×10mm）",
        "3月30日",
    };
    struct document_table *table = texts(arena, columns, 7, cells, 3);

    table->grid = true;
    return table;
}

static void
certificate(struct arena *arena, struct document *d)
{
    static const char *const to[] = { "青波市長　様" };
    static const char *const from[] = { "中央県青波市本町1-1-1", "株式会社みなも情報サービス",
                                        "代表取締役　水面　太郎" };
    struct pair_row *pairs = NEW_ARRAY(arena, 2, struct pair_row);
    struct letterhead *head = NEW(arena, struct letterhead);
    struct composition c;

    *d = (struct document){ .title = "廃棄・消去証明書",
                            .number = "青情委第8-証4号",
                            .class_mark = "【機密性2】",
                            .date = day(2027, 3, 31),
                            .face = FACE_LETTER,
                            .hash = HASH };
    *head = (struct letterhead){ .number = "青情委第8-証4号",
                                 .date = day(2027, 3, 31),
                                 .to = to,
                                 .to_count = 1,
                                 .from = from,
                                 .from_count = 3,
                                 .sealed = true };
    compose_begin(&c, arena, d);
    compose_letterhead(&c, head);
    compose_title(&c, NULL, "廃棄・消去証明書");
    compose_paragraph(&c,
                      "令和9年3月22日付け青情政第%d号で承認のありました情報の廃棄及び消去を、"
                      "次のとおり完了したことを証明します。",
                      1204);
    compose_line(&c, ALIGN_CENTRE, "記");
    pairs[0] = (struct pair_row){
        "契約の名称", figure_text(arena, "令和8年度 庁内情報システム運用支援・ヘルプデスク業務委託")
    };
    pairs[1] = (struct pair_row){ "実施の場所", figure_text(arena, "青波市役所 本庁舎4階 運用室") };
    compose_pairs(&c, pairs, 2);
    compose_table(&c, erased(arena));
    compose_end(&c);
    seal(&c, 37);
}

static void
minutes(struct arena *arena, struct document *d)
{
    static const struct document_column columns[] = {
        { .title = "議題", .width = 300 },
        { .title = "主な発言の要旨" },
        { .title = "決定", .width = 480 },
    };
    static const char *const cells[] = {
        "(1)　10月分の実績",
        "佐伯：受付632件、四つの期限は全て達成。組織改編に伴う移設の連絡が直前に集中した。海野課長：改編の情報は、人事課から事前に渡せるよう調整する。",
        "決定1　人事課の改編情報を、実施の10日前までに受託者へ渡す",
        "(2)　証明書の期限",
        "大槻：台帳にない機器7台を確認した。自動更新の作業は2時間、費用なし。",
        "決定2　自動更新に切り替える（11月28日（土）9時から）",
    };
    struct stamp *stamps = NEW_ARRAY(arena, 3, struct stamp);
    struct document_table *table = texts(arena, columns, 3, cells, 2);
    struct composition c;

    *d = (struct document){ .title = "第7回定例報告会　議事録",
                            .number = "議-08-07",
                            .class_mark = "【機密性2】",
                            .date = day(2026, 11, 17),
                            .draft = true,
                            .version = 2 };
    stamps[0] = (struct stamp){ .role = "発注者 確認", .open = true };
    stamps[1] = (struct stamp){ "受託者 承認", "承認", "佐伯", day(2026, 11, 17), 2, false };
    stamps[2] = (struct stamp){ "作成", "作成", "勅使河原", day(2026, 11, 17), 2, false };
    compose_begin(&c, arena, d);
    compose_title(&c, "令和8年度 庁内情報システム運用支援・ヘルプデスク業務委託",
                  "第7回定例報告会　議事録");
    compose_approvals(&c, stamps, 3);
    compose_lead(&c, "決定は%d件、宿題は4件である。貸出端末は追加せず、予約の上限を週2回とする。",
                 3);
    compose_section(&c, 2, "協議の内容と決定");
    table->grid = true;
    compose_table(&c, table);
    compose_section(&c, 2, "次回");
    compose_paragraph(&c, "令和8年12月14日（月）14時00分から　本庁舎4階 会議室402。議題　%s",
                      "年度切替えの計画の承認、11月分の報告");
}

static void
schedule(struct arena *arena, struct document *d)
{
    size_t count;
    const struct sample_diagram *samples = sample_diagrams(&count);
    struct diagram *gantt = NEW(arena, struct diagram), *net = NEW(arena, struct diagram);
    struct composition c;

    *d = (struct document){ .title = "日程表（WBS）　第6版",
                            .number = "中央監第8-日6号",
                            .class_mark = "【機密性2】",
                            .date = day(2026, 11, 20),
                            .page = PAPER_A3_WIDE,
                            .hash = HASH };
    *gantt = samples[3].diagram;
    *net = samples[2].diagram;
    gantt->caption = "作業の予定と実績";
    net->caption = "作業の前後関係と余裕日数";
    compose_begin(&c, arena, d);
    compose_title(&c, "令和8年度　情報セキュリティ監査（52団体）",
                  "日程表（WBS）　令和8年11月20日現在");
    compose_lead(&c, "個別報告会は、予定75％（39団体）に対し%d％（30団体）で、9団体分遅れている。",
                 58);
    compose_diagram(&c, gantt);
    compose_columns(&c, 2);
    compose_diagram(&c, net);
    compose_next(&c);
    compose_paragraph(&c, "%s", "進捗率は、終えた団体の数による。");
    compose_columns_end(&c);
}

static void
organisation(struct arena *arena, struct document *d)
{
    size_t count;
    const struct sample_diagram *samples = sample_diagrams(&count);
    struct diagram *tree = NEW(arena, struct diagram), *calls = NEW(arena, struct diagram);
    struct composition c;

    *d = (struct document){ .title = "体制図・連絡網",
                            .number = "青情委第8-体3号",
                            .class_mark = "【機密性2】",
                            .date = day(2026, 10, 1),
                            .hash = HASH };
    *tree = samples[0].diagram;
    *calls = samples[1].diagram;
    tree->caption = "体制図";
    calls->caption = "緊急時の連絡網";
    compose_begin(&c, arena, d);
    compose_title(&c, NULL, "体制図・連絡網");
    compose_section(&c, 2, "体制図");
    compose_diagram(&c, tree);
    compose_section(&c, 2, "緊急時の連絡網");
    compose_diagram(&c, calls);
}

/* Cover, contents, many sections, every chart, papers of three kinds. */
static void
yearbook(struct arena *arena, struct document *d)
{
    size_t count;
    const struct sample_chart *samples = sample_charts(arena, &count);
    struct composition c;

    *d = (struct document){ .title = "令和8年度　年次報告書",
                            .subject = "情報セキュリティ監査業務",
                            .author = "株式会社みなも情報サービス",
                            .number = "年-08-01",
                            .class_mark = "【機密性2】",
                            .date = day(2027, 3, 31),
                            .hash = HASH,
                            .cover = true,
                            .contents = true };
    compose_begin(&c, arena, d);
    for (size_t i = 0; i < count; i++) {
        struct chart *chart = NEW(arena, struct chart);

        if (samples[i].chart.kind == CHART_SPARK)
            continue;
        *chart = samples[i].chart;
        chart->caption = chart->title;
        chart->say = "答えを一文で、数と共に言う。";
        compose_section(&c, 1, chart->title);
        compose_section(&c, 2, "概況");
        for (int p = 0; p < 3; p++)
            compose_paragraph(
                &c,
                "受付は%d件で、前月より93件（17.3％）多く、前年同月より25件（3.8％）少なかった。"
                "前月からの増加の主な要因は、10月1日付け組織改編に伴う端末の移設（＋23件）と"
                "Web会議・貸出機器（＋26件）である。",
                632 + p);
        compose_chart(&c, chart);
        if (i == 4)
            compose_pagebreak(&c, PAPER_A4_WIDE);
        if (i == 5)
            compose_pagebreak(&c, PAPER_A4);
    }
    compose_end(&c);
}

void
sample_list(struct arena *arena, struct document *d, size_t rows)
{
    static const struct document_column columns[] = {
        { .title = "番号", .width = 180 },
        { .title = "受付", .width = 280 },
        { .title = "区分", .width = 300 },
        { .title = "内容" },
        { .title = "件数", .align = ALIGN_RIGHT, .width = 160 },
        { .title = "担当", .width = 200 },
    };
    static const char *const kinds[] = { "アカウント・認証", "メール", "端末・周辺機器",
                                         "ネットワーク", "ファイルサーバ" };
    static const char *const words[] = { "新しい端末から共有フォルダーに接続できない",
                                         "パスワードの再設定",
                                         "会議室の無線が不安定",
                                         "帳票の文字化け",
                                         "複合機の紙詰まりと用紙の補充",
                                         "証明書の更新" };
    static const char *const people[] = { "新井", "早川", "永井", "佐伯" };
    struct composition c;
    struct table_maker m;
    struct document_table *table = table_begin(&m, arena, columns, 6);

    *d = (struct document){ .title = "明細",
                            .number = "青情委第8-10号",
                            .hash = HASH,
                            .class_mark = "【機密性2】",
                            .date = day(2026, 11, 13) };
    table->caption = "受け付けた案件";
    for (size_t i = 0; i < rows; i++) {
        table_cell(&m, figure_text(arena, arena_print(arena, "問-%05zu", 10000 + i)));
        table_cell(&m, figure_text(arena, arena_print(arena, "%zu月%zu日 %zu:%02zu", 4 + i % 9,
                                                      1 + i % 28, 9 + i % 8, i * 7 % 60)));
        table_cell(&m, figure_text(arena, kinds[i % 5]));
        table_cell(&m, figure_text(arena, words[(i * 5 + i / 7) % 6]));
        table_cell(&m, figure_count((int64_t)(i * 37 % 5000), NULL));
        table_cell(&m, figure_text(arena, people[i % 4]));
    }
    compose_begin(&c, arena, d);
    compose_table(&c, table);
}

static void
list_of_200(struct arena *arena, struct document *d)
{
    sample_list(arena, d, 200);
}

const struct sample_paper sample_papers[] = {
    { "invoice", invoice, 1 },           { "certificate", certificate, 1 },
    { "minutes", minutes, 1 },           { "schedule", schedule, 1 },
    { "organisation", organisation, 1 }, { "yearbook", yearbook, 0 },
    { "list", list_of_200, 7 },          { 0 },
};
