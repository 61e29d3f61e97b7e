#include "sample.h"

#include "base/arena.h"
#include "render/compose.h"
#include "render/freeze.h"

static struct date
day(int year, int month, int day_of_month)
{
    struct date date;

    (void)date_make(year, month, day_of_month, &date);
    return date;
}

static void
head(struct composition *c)
{
    static const char *const to[] = { "青波市長　様", "（総務部情報政策課）" };
    static const char *const from[] = { "株式会社みなも情報サービス", "代表取締役　水面　太郎" };
    static struct letterhead letterhead = {
        .number = "青情委第8-10号", .to = to, .to_count = 2, .from = from, .from_count = 2
    };
    static struct stamp stamps[] = {
        { .role = "業務責任者", .open = true },
        { .role = "品質確認", .act = "確認", .name = "大槻", .version = 3 },
        { .role = "作成", .act = "作成", .name = "新井", .version = 3 },
    };

    letterhead.date = day(2026, 11, 13);
    stamps[1].date = stamps[2].date = day(2026, 11, 12);
    compose_letterhead(c, &letterhead);
    compose_title(c, "令和8年度　庁内情報システム運用支援・ヘルプデスク業務委託",
                  "月次報告書（令和8年10月分）");
    compose_paragraph(c, "契約書第12条の規定により、%sの業務の実施状況を報告します。", "10月");
    compose_approvals(c, stamps, 3);
}

static void
summary(struct composition *c)
{
    static struct keyfigure keys[3];

    compose_section(c, 1, "要旨");
    compose_lead(c, "受付は%d件で、前月より%d件（17.3％）多かった。", 632, 93);
    compose_lead(c, "応答と解決の四つの期限は、全て目標を満たした。");
    keys[0] = (struct keyfigure){ "受付件数", figure_count(1632, "件"), "前年同月比 −3.8％" };
    keys[1] = (struct keyfigure){ "一次応答 期限内", figure_share(615, 632), "目標95％以上" };
    keys[2] = (struct keyfigure){ "重大な障害", figure_count(0, "件"), NULL };
    compose_keyfigures(c, keys, 3);
    compose_section(c, 2, "報告の範囲");
    compose_item(c, LIST_KANA, "対象は、庁内職員からの問合せである。");
    compose_item(c, LIST_KANA, "時間は、業務時間で測った。<&>");
}

static void
figures(struct composition *c)
{
    static const struct document_column columns[] = {
        { .title = "区分", .width = 420 },
        { .title = "件数", .group = "10月", .align = ALIGN_RIGHT },
        { .title = "増減", .group = "10月", .align = ALIGN_RIGHT },
        { .title = "期限", .align = ALIGN_LEFT },
        { .title = "状態", .align = ALIGN_CENTRE },
        { .title = "推移" },
    };
    static const char *const labels[] = { "4月", "5月", "6月", "7月" };
    static const int64_t now[] = { 812, 583, CHART_GAP, 547 }, last[] = { 861, 622, 574, 590 };
    static const struct series series[] = { { "令和8年度", now, FILL_OWN },
                                            { "令和7年度", last, FILL_LAST } };
    static const struct chart spark = { .kind = CHART_SPARK,
                                        .title = "件数の推移",
                                        .alternative = "141、98、92、101",
                                        .labels = labels,
                                        .count = 4,
                                        .series = series + 1,
                                        .series_count = 1,
                                        .own = -1 };
    static const struct chart bar = { .kind = CHART_BAR,
                                      .title = "受付件数の前年度との比較",
                                      .alternative = "4月812件、5月583件、7月547件。",
                                      .say = "7月は前年同月より43件少ない。",
                                      .caption = "月別の受付件数",
                                      .note = "注　6月は記録がない。",
                                      .labels = labels,
                                      .count = 4,
                                      .series = series,
                                      .series_count = 2,
                                      .unit = "件",
                                      .own = -1,
                                      .width = 468 };
    struct table_maker m;
    struct document_table *table = table_begin(&m, c->arena, columns, 6);

    table->caption = "区分別の受付件数";
    table->unit = "件";
    table->note = "注　開庁日は21日。";
    table->filtered = true;
    table_cell(&m, figure_text(c->arena, "アカウント・認証"));
    table_cell(&m, figure_count(1112, NULL));
    table_cell(&m, figure_change(23, 0, NULL));
    table_cell(&m, figure_date(day(2026, 11, 27), DAY_DEADLINE));
    table_cell(&m, figure_mark(c->arena, MARK_TONE_URGENT, "緊急"));
    table_cell(&m, figure_spark(&spark));
    table_sum(&m);
    table_cell(&m, figure_text(c->arena, "合計"));
    table_cell(&m, figure_decimal(-6325, 1, NULL));
    table_cell(&m, figure_change(-250, 1, NULL));
    table_cell(&m, figure_none());
    table_cell(&m, figure_unknown());
    table_cell(&m, figure_empty());
    compose_section(c, 1, "受付と対応の状況");
    compose_table(c, table);
    compose_chart(c, &bar);
}

static void
diagrams(struct composition *c)
{
    static const char *const names[] = { "佐伯　千尋", "055-000-0001" };
    static const struct diagram_node nodes[] = {
        { .title = "統括責任者",
          .detail = names,
          .detail_count = 2,
          .group = "受託者",
          .strong = true },
        { .title = "運用班", .group = "受託者" },
    };
    static const struct diagram_edge edges[] = { { 0, 1, NULL, true } };
    static const struct diagram diagram = { .kind = DIAGRAM_ORGANISATION,
                                            .title = "業務の体制",
                                            .alternative = "統括責任者の下に運用班がある。",
                                            .caption = "業務の体制",
                                            .nodes = nodes,
                                            .count = 2,
                                            .edges = edges,
                                            .edge_count = 1,
                                            .width = 468 };

    compose_columns(c, 2);
    compose_diagram(c, &diagram);
    compose_next(c);
    compose_paragraph(c, "従事者名簿から作図した。");
    compose_columns_end(c);
}

static void
money(struct composition *c)
{
    static struct pair_row pairs[2];
    static const struct calculation_step steps[] = {
        { "(1)",
          "38,500,000円 ÷ 9か月 ＝ 4,277,777円（1円未満切捨て）",
          { 4277777 },
          "ROUNDDOWN(38500000/9,0)" },
        { "税",
          "4,277,777円 × 10％ ＝ 427,777円（1円未満切捨て）",
          { 427777 },
          "ROUNDDOWN(4277777*10/100,0)" },
    };
    static const struct blank blanks[] = { { "方針", "□ 改善する　□ 受容する", 1 },
                                           { "理由", NULL, 3 } };

    pairs[0] = (struct pair_row){ "件名", figure_text(c->arena, "ヘルプデスク業務委託") };
    pairs[1] = (struct pair_row){ "請求金額", figure_yen((struct yen){ 5191204 }) };
    compose_pagebreak(c, PAPER_A4_WIDE);
    compose_annex(c, "別表1　請求の内訳");
    compose_pairs(c, pairs, 2);
    compose_calculation(c, NULL, steps, 2);
    compose_form(c, "貴団体の対応方針", blanks, 2);
    compose_line(c, ALIGN_CENTRE, "記");
    compose_end(c);
}

void
sample_monthly(struct arena *arena, struct document *d)
{
    struct composition c;

    *d = (struct document){
        .title = "令和8年10月分　ヘルプデスク業務　月次報告書",
        .subject = "月次報告書",
        .author = "株式会社みなも情報サービス",
        .number = "青情委第8-10号",
        .class_mark = "【機密性2】",
        .date = day(2026, 11, 13),
        .version = 3,
    };
    compose_begin(&c, arena, d);
    head(&c);
    summary(&c);
    figures(&c);
    diagrams(&c);
    money(&c);
}

void
sample_issued(struct arena *arena, struct document *d)
{
    sample_monthly(arena, d);
    document_seal(arena, d, "#48211 4ad7…1be9", instant_make(day(2026, 11, 13), 642), 4182);
}
