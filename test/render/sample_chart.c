#include "render/sample_chart.h"

#include "base/arena.h"

static const char *const months[] = { "4月",  "5月",  "6月",  "7月", "8月", "9月",
                                      "10月", "11月", "12月", "1月", "2月", "3月" };
static const int64_t received[] = { 812, 583,       561,       547,       468,       539,
                                    632, CHART_GAP, CHART_GAP, CHART_GAP, CHART_GAP, CHART_GAP };
static const int64_t before[] = { 861, 622, 574, 590, 498, 561, 657, 601, 543, 588, 612, 734 };
static const struct series years[] = { { "令和8年度", received, FILL_OWN },
                                       { "令和7年度", before, FILL_LAST } };

static const char *const kinds[] = {
    "アカウント・認証",         "メール・グループウェア", "端末・周辺機器",
    "ネットワーク・IPアドレス", "ファイルサーバ",         "印刷・複合機",
    "業務ソフトウェア",         "Web会議・貸出機器",      "その他"
};
static const int64_t at_once[] = { 84, 52, 61, 18, 24, 22, 31, 45, 12 };
static const int64_t same_day[] = { 21, 26, 48, 17, 10, 19, 24, 14, 4 };
static const int64_t in_days[] = { 6, 8, 29, 9, 4, 10, 12, 5, 2 };
static const int64_t longer[] = { 1, 1, 5, 2, 0, 1, 4, 0, 1 };
static const struct series spans[] = { { "受付時に解決", at_once, FILL_OWN },
                                       { "当日中に解決", same_day, FILL_SECOND },
                                       { "2〜5営業日で解決", in_days, FILL_THIRD },
                                       { "5営業日超・未了", longer, FILL_FOURTH } };

static const char *const findings[] = { "暗号・TLS設定",       "不要な開放ポート",
                                        "サービスの設定",      "旧版・支援終了",
                                        "Webアプリケーション", "認証・パスワード",
                                        "ネットワーク機器",    "不正プログラムの痕跡" };
static const int64_t urgent[] = { 0, 0, 0, 12, 7, 9, 1, 1 };
static const int64_t high[] = { 11, 6, 8, 32, 34, 27, 9, 2 };
static const int64_t middle[] = { 57, 40, 46, 34, 40, 15, 22, 0 };
static const int64_t low[] = { 60, 62, 51, 19, 10, 12, 14, 0 };
static const int64_t information[] = { 27, 34, 16, 4, 4, 0, 6, 0 };
static const struct series severities[] = { { "緊急", urgent, FILL_URGENT },
                                            { "高", high, FILL_HIGH },
                                            { "中", middle, FILL_MIDDLE },
                                            { "低", low, FILL_LOW },
                                            { "情報", information, FILL_INFORMATION } };

static const char *const year_back[] = { "11月", "12月", "1月", "2月", "3月", "4月",
                                         "5月",  "6月",  "7月", "8月", "9月", "10月" };
static const int64_t in_time[] = { 964, 969, 971, 966, 942, 928, 957, 965, 969, 974, 970, 973 };
static const struct series promise[] = { { "期限内率", in_time, FILL_OWN } };

static const char *const two[] = { "受付時に解決", "後日に解決" };
static const int64_t shares[] = { 349, 283 };
static const struct series share[] = { { "解決", shares, FILL_OWN } };

static const char *const axes[] = { "不要な開放ポート", "旧版・サポート終了",  "認証・パスワード",
                                    "暗号・TLS設定",    "Webアプリケーション", "ネットワーク機器",
                                    "サービスの設定",   "不正プログラムの痕跡" };
static const int64_t own[] = { 42, 142, 58, 42, 58, 58, 25, 0 };
static const int64_t median[] = { 25, 72, 34, 27, 76, 4, 25, 0 };
static const struct series wheel[] = { { "青波市", own, FILL_OWN },
                                       { "52団体の中央値", median, FILL_LAST } };

static const int64_t last_year[] = { 561, 595, 261, 385, 354, 187, 207 };
static const int64_t this_year[] = { 402, 439, 147, 286, 343, 178, 269 };
static const char *const rows[] = { "不要な開放ポート",   "暗号・TLS設定",  "ネットワーク機器",
                                    "旧版・サポート終了", "サービスの設定", "認証・パスワード",
                                    "Webアプリケーション" };
static const struct series change[] = { { "令和7年度", last_year, FILL_LAST },
                                        { "令和8年度", this_year, FILL_OWN } };

static const struct chart_band grades[] = {
    { "A", 100 }, { "B", 250 }, { "C", 450 }, { "D", 700 }, { "E", 1500 }
};
static const struct chart_band groups[] = {
    { "E", 7 }, { "D", 21 }, { "C", 39 }, { "B", 45 }, { "A", 52 }
};

enum { BODIES = 52, AREAS = 8 };

/* Numbers that look drawn by lot and are the same each time. */
static int64_t
lot(size_t i, size_t range)
{
    uint32_t x = (uint32_t)i * 2654435761u + 12345u;

    x ^= x >> 15;
    x *= 2246822519u;
    x ^= x >> 13;
    return (int64_t)(x % range);
}

static const char *const *
body_names(struct arena *arena)
{
    const char **names = NEW_ARRAY(arena, BODIES, const char *);

    for (size_t l = 0; l < BODIES; l++)
        names[l] = l == 31 ? "青波市" : arena_print(arena, "団体%02zu", l + 1);
    return names;
}

static struct series *
bodies(struct arena *arena, size_t count, const char *const *titles, int64_t range)
{
    struct series *series = NEW_ARRAY(arena, count, struct series);

    for (size_t s = 0; s < count; s++) {
        int64_t *values = NEW_ARRAY(arena, BODIES, int64_t);

        for (size_t l = 0; l < BODIES; l++)
            values[l] = lot(s * 100 + l, (size_t)range) * (int64_t)(BODIES - l) / BODIES;
        series[s] = (struct series){ titles[s], values, (enum fill)(FILL_URGENT + s % 5) };
    }
    return series;
}

const struct sample_chart *
sample_charts(struct arena *arena, size_t *count)
{
    static const char *const index[] = { "危険度指数" };
    static const char *const layers[] = { "緊急", "高", "中", "低", "情報" };
    const char *const *names = body_names(arena);
    struct sample_chart *s = NEW_ARRAY(arena, 16, struct sample_chart);
    size_t n = 0;

#define ADD(word, ...)                                                                             \
    s[n++] = (struct sample_chart)                                                                 \
    {                                                                                              \
        word,                                                                                      \
        {                                                                                          \
            .own = -1, __VA_ARGS__                                                                 \
        }                                                                                          \
    }
    ADD("bar_last_year", .kind = CHART_BAR, .title = "受付件数の前年度との比較",
        .alternative = "10月は632件で前年同月657件より25件少ない。", .labels = months, .count = 12,
        .series = years, .series_count = 2, .unit = "件", .width = 468);
    ADD("stacked_bar", .kind = CHART_STACKED, .title = "区分別の解決までの時間", .labels = kinds,
        .count = 9, .series = spans, .series_count = 4, .unit = "件", .width = 468);
    ADD("stacked_severity", .kind = CHART_STACKED, .title = "分野別の指摘", .labels = findings,
        .count = 8, .series = severities, .series_count = 5, .unit = "件", .width = 468);
    ADD("line_target", .kind = CHART_LINE, .title = "一次応答の期限内率と目標95％",
        .labels = year_back, .count = 12, .series = promise, .series_count = 1, .decimals = 1,
        .unit = "％", .has_target = true, .target = 950, .target_label = "目標 95％", .least = 900,
        .width = 468);
    ADD("share", .kind = CHART_SHARE, .title = "受付時の解決", .labels = two, .count = 2,
        .series = share, .series_count = 1, .unit = "件", .width = 468);
    ADD("radar_median", .kind = CHART_RADAR, .title = "分野別の危険度", .labels = axes, .count = 8,
        .series = wheel, .series_count = 2, .decimals = 2, .width = 255);
    ADD("dumbbell_year_on_year", .kind = CHART_DUMBBELL, .title = "前年度からの変化",
        .labels = rows, .count = 7, .series = change, .series_count = 2, .decimals = 2,
        .unit = "件", .width = 468);
    ADD("sparkline", .kind = CHART_SPARK, .title = "推移", .labels = months, .count = 7,
        .series = promise, .series_count = 1, .has_target = true, .target = 950, .decimals = 1,
        .width = 66);
    ADD("strip_52_bodies", .kind = CHART_STRIP, .title = "分野別の分布",
        .series = bodies(arena, 7, axes, 300), .series_count = 7, .labels = names, .count = BODIES,
        .decimals = 2, .unit = "危険度指数", .width = 468);
    s[n - 1].chart.own = 31;
    ADD("position_52_bodies", .kind = CHART_POSITION, .title = "危険度指数の位置",
        .series = bodies(arena, 1, index, 1400), .series_count = 1, .labels = names,
        .count = BODIES, .decimals = 2, .unit = "危険度指数（小さいほどよい）", .bands = grades,
        .band_count = 5, .width = 468);
    s[n - 1].chart.own = 31;
    ADD("distribution_52_bodies", .kind = CHART_DISTRIBUTION, .title = "指摘の分布",
        .series = bodies(arena, 5, layers, 20), .series_count = 5, .labels = names, .count = BODIES,
        .unit = "指摘数（件）", .bands = groups, .band_count = 5, .width = 468);
    s[n - 1].chart.own = 31;
    ADD("heat_map", .kind = CHART_HEAT, .title = "団体と分野",
        .series = bodies(arena, AREAS, axes, 18), .series_count = AREAS, .labels = names,
        .count = BODIES, .unit = "件数", .width = 468);
    s[n - 1].chart.own = 31;
    ADD("bar_rows", .kind = CHART_BAR, .title = "長い名の棒", .labels = kinds, .count = 9,
        .series = spans, .series_count = 2, .unit = "件", .width = 468);
#undef ADD
    *count = n;
    return s;
}

static const char *const d_client[] = { "課長　海野　様（監督員：浜口　様）",
                                        "055-000-0000（内線 2210）" };
static const char *const d_head[] = { "佐伯　千尋", "ITサービスマネージャ・常駐" };
static const char *const d_info[] = { "大槻　直人", "情報処理安全確保支援士" };
static const char *const d_quality[] = { "水口　恵", "本社（月2回 来庁）" };
static const char *const d_arai[] = { "班長　新井　美和" };
static const char *const d_hayakawa[] = { "班長　早川　誠" };
static const char *const d_nagai[] = { "班長　永井　学" };
static const struct diagram_node people[] = {
    { .title = "青波市 総務部 情報政策課",
      .detail = d_client,
      .detail_count = 2,
      .group = "発注者" },
    { .title = "統括責任者",
      .detail = d_head,
      .detail_count = 2,
      .group = "受託者",
      .strong = true },
    { .title = "情報管理責任者", .detail = d_info, .detail_count = 2, .level = 1 },
    { .title = "品質管理責任者", .detail = d_quality, .detail_count = 2, .level = 1 },
    { .title = "ヘルプデスク班（4人）", .detail = d_arai, .detail_count = 1 },
    { .title = "運用班（2人）", .detail = d_hayakawa, .detail_count = 1 },
    { .title = "印刷班（2人）", .detail = d_nagai, .detail_count = 1 },
    { .title = "岡野　健" },
    { .title = "白石　由佳" },
    { .title = "三好　拓" },
    { .title = "田嶋　俊" },
    { .title = "村瀬　彩" },
};
static const struct diagram_edge lines[] = {
    { 0, 1 }, { 1, 2 }, { 1, 3 }, { 1, 4 },  { 1, 5 },  { 1, 6 },
    { 4, 7 }, { 4, 8 }, { 4, 9 }, { 5, 10 }, { 6, 11 },
};

static const char *const c_finder[] = { "従事者・職員", "－" };
static const char *const c_head[] = { "佐伯　千尋", "090-0000-0001" };
static const char *const c_office[] = { "浜口　様", "055-000-0000" };
static const char *const c_info[] = { "大槻　直人", "090-0000-0002" };
static const char *const c_vendor[] = { "連絡先一覧による", "24時間窓口" };
static const char *const c_deputy[] = { "水口　恵", "090-0000-0003" };
static const struct diagram_node callers[] = {
    { .title = "発見者", .detail = c_finder, .detail_count = 2 },
    { .title = "統括責任者", .detail = c_head, .detail_count = 2, .strong = true },
    { .title = "情報政策課", .detail = c_office, .detail_count = 2, .group = "発注者" },
    { .title = "情報管理責任者", .detail = c_info, .detail_count = 2 },
    { .title = "保守業者（該当）", .detail = c_vendor, .detail_count = 2 },
    { .title = "代行　品質管理責任者", .detail = c_deputy, .detail_count = 2 },
};
static const struct diagram_edge calls[] = {
    { 0, 1, "1 10分以内" }, { 1, 2, "2 1時間以内", true },         { 1, 3, "3 直ちに" },
    { 1, 4, "4 直ちに" },   { 1, 5, "15分応答がないとき", false },
};

static const char *const t60[] = { "60日", "余裕 0日" };
static const char *const t54[] = { "54日", "余裕 0日" };
static const char *const t30[] = { "30日", "余裕 12日" };
static const char *const t24[] = { "24日", "余裕 0日" };
static const char *const t104[] = { "104日", "余裕 0日" };
static const char *const t92[] = { "92日", "余裕 12日" };
static const char *const t33[] = { "33日", "余裕 0日" };
static const char *const t72[] = { "72日", "余裕 0日" };
static const struct diagram_node tasks[] = {
    { .title = "1.1 計画書", .detail = t60, .detail_count = 2, .strong = true },
    { .title = "1.2 予備調査", .detail = t54, .detail_count = 2, .strong = true },
    { .title = "1.3 説明会", .detail = t30, .detail_count = 2 },
    { .title = "1.4 覚書", .detail = t24, .detail_count = 2, .strong = true },
    { .title = "2.1 オンサイト", .detail = t104, .detail_count = 2, .strong = true },
    { .title = "2.2 リモート", .detail = t92, .detail_count = 2 },
    { .title = "2.3 再診断", .detail = t33, .detail_count = 2, .strong = true },
    { .title = "3.2 報告書", .detail = t72, .detail_count = 2, .strong = true },
};
static const struct diagram_edge follows[] = {
    { 0, 1, NULL, true },
    { 0, 2 },
    { 1, 3, NULL, true },
    { 2, 3 },
    { 3, 4, NULL, true },
    { 3, 5 },
    { 4, 6, NULL, true },
    { 6, 7, NULL, true },
    { 5, 7 },
};

/* 2026-04-01 is day 739707. */
#define DAY(n)                                                                                     \
    {                                                                                              \
        739706 + (n)                                                                               \
    }
static const char *const saeki[] = { "佐伯" }, *const arai[] = { "新井" },
                         *const otsuki[] = { "大槻" }, *const two_team[] = { "監-02班" };
#define TASK(name, who, a, b, c, d, p, l)                                                          \
    {                                                                                              \
        .title = name, .detail = who, .detail_count = 1, .level = 1, .planned_from = DAY(a),       \
        .planned_until = DAY(b), .actual_from = { (c) ? 739706 + (c) : 0 },                        \
        .actual_until = { (d) ? 739706 + (d) : 0 }, .progress = p, .late = l                       \
    }
static const struct diagram_node schedule[] = {
    { .title = "1　準備", .planned_from = DAY(1), .planned_until = DAY(73), .progress = 100 },
    TASK("1.1　監査実施計画書", saeki, 1, 60, 1, 58, 100, 0),
    TASK("1.2　予備調査（52団体）", arai, 19, 73, 19, 79, 100, 6),
    TASK("1.3　監査事前説明会", saeki, 62, 91, 65, 88, 100, 0),
    TASK("1.4　実施確認書・覚書（52団体）", otsuki, 67, 91, 73, 103, 100, 12),
    { .title = "2　診断", .planned_from = DAY(92), .planned_until = DAY(258), .progress = 89 },
    TASK("2.1　オンサイト診断（49団体）", two_team, 92, 243, 95, 0, 92, 0),
    TASK("2.2　リモート診断（29団体）", two_team, 98, 231, 98, 0, 97, 0),
    TASK("2.3　再診断・追加確認", two_team, 226, 258, 0, 0, 0, 0),
    { .title = "3　報告", .planned_from = DAY(153), .planned_until = DAY(281), .progress = 48 },
    TASK("3.1　団体別個別報告会", saeki, 153, 258, 156, 0, 58, 0),
    TASK("3.2　監査報告書（各団体編・総括編）", otsuki, 207, 281, 211, 0, 22, 0),
    { .title = "3.3　監査報告会（委員会）",
      .detail = saeki,
      .detail_count = 1,
      .level = 1,
      .milestone = true,
      .planned_until = DAY(323) },
    { .title = "期限", .level = 1, .milestone = true, .strong = true, .planned_until = DAY(339) },
};
static const struct diagram_edge links[] = { { 1, 3 }, { 4, 7 }, { 11, 12 } };

const struct sample_diagram *
sample_diagrams(size_t *count)
{
    static const struct sample_diagram samples[] = {
        { "organisation_tree",
          { .kind = DIAGRAM_ORGANISATION,
            .title = "体制図",
            .nodes = people,
            .count = sizeof people / sizeof *people,
            .edges = lines,
            .edge_count = sizeof lines / sizeof *lines,
            .width = 468 } },
        { "contact_network",
          { .kind = DIAGRAM_CONTACT,
            .title = "連絡網",
            .nodes = callers,
            .count = sizeof callers / sizeof *callers,
            .edges = calls,
            .edge_count = sizeof calls / sizeof *calls,
            .width = 468 } },
        { "task_network",
          { .kind = DIAGRAM_NETWORK,
            .title = "前後関係",
            .nodes = tasks,
            .count = sizeof tasks / sizeof *tasks,
            .edges = follows,
            .edge_count = sizeof follows / sizeof *follows,
            .width = 468 } },
        { "gantt",
          { .kind = DIAGRAM_GANTT,
            .title = "日程表",
            .nodes = schedule,
            .count = sizeof schedule / sizeof *schedule,
            .edges = links,
            .edge_count = sizeof links / sizeof *links,
            .today = DAY(234),
            .from = DAY(1),
            .until = DAY(365),
            .width = 1000 } },
    };

    *count = sizeof samples / sizeof *samples;
    return samples;
}
