/* Devices of 青葉市's offices, as they were handed out, moved, repaired and came back. */
#include "desk/demo.h"

#include <string.h>

#include "base/arena.h"
#include "desk/device.h"
#include "desk/kitting.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "store/query.h"

enum { SECTIONS = 12 };

struct cast {
    int64_t contract;
    struct instant present;
    int64_t sections[SECTIONS];
    size_t section_count;
};

static const struct device_story {
    const char *title, *kind, *maker, *model, *host, *place;
    int bought, support; /* days from today */
    int section;         /* who has it, -1: nobody */
    const char *then;    /* transitions after it was handed out, or NULL */
    const char *notes;
} stories[] = {
    { "ノートパソコン", "pc", "青葉電機", "AN-5400", "AOBA-N0101", "本庁1階 窓口", -900, 560, 0,
      NULL, "" },
    { "ノートパソコン", "pc", "青葉電機", "AN-5400", "AOBA-N0102", "本庁1階 窓口", -900, 560, 1,
      NULL, "" },
    { "ノートパソコン", "pc", "青葉電機", "AN-5400", "AOBA-N0103", "本庁2階", -900, 560, 2,
      "repair", "画面に縦の線が出る。" },
    { "ノートパソコン", "pc", "青葉電機", "AN-3100", "AOBA-N0044", "本庁2階", -2000, -40, 3, NULL,
      "更新の対象です。" },
    { "ノートパソコン", "pc", "青葉電機", "AN-3100", "AOBA-N0045", "情報政策課 倉庫", -2000, -40, 4,
      "take_back", "更新のため返却。消去を待っています。" },
    { "ノートパソコン", "pc", "青葉電機", "AN-5600", "", "情報政策課 倉庫", -20, 1440, -1, NULL,
      "予備機" },
    { "ノートパソコン", "pc", "青葉電機", "AN-5600", "", "情報政策課 倉庫", -20, 1440, -1, NULL,
      "予備機" },
    { "ファイルサーバー", "server", "北電機", "FS-720", "AOBA-FS01", "本庁4階 サーバー室", -1300,
      160, 5, NULL, "" },
    { "複合機", "copier", "北電機", "MX-512", "", "本庁3階 印刷室", -700, 1100, 6, NULL, "" },
    { "無線アクセスポイント", "network", "青葉電機", "AP-66", "", "本庁5階 会議室", -400, 1400, 5,
      NULL, "" },
    { "モニター 24型", "display", "北電機", "DL-24", "", "本庁1階 窓口", -900, 0, 0, NULL, "" },
    { "ラベルプリンター", "printer", "北電機", "LP-9", "", "情報政策課 倉庫", -1500, -200, 7,
      "take_back restock", "" },
};

static bool
sections(struct act *a, struct cast *cast)
{
    struct list_request request = { .ledger = &organisation_ledger, .limit = 200 };
    struct list list;

    request.sort = list_field(&organisation_ledger, "id");
    if (!list_read(a, &request, &list))
        return false;
    for (size_t i = 0; i < list.count && cast->section_count < SECTIONS; i++) {
        const struct organisation *it = (const struct organisation *)list.rows + i;

        if (it->kind.code && *it->kind.code == 's')
            cast->sections[cast->section_count++] = it->base.id;
    }
    return true;
}

struct planned {
    int64_t id;
    const char *records;
};
struct plans {
    struct planned *rows;
    size_t count;
};

static const struct query steps_query = {
    .name = "demo_device.steps",
    .sql = "SELECT s.id AS id, COALESCE(s.records, '') AS records FROM kitting_step s"
           " JOIN kitting k ON k.id = s.kitting WHERE k.device = :device"
           " AND k.state IN ('working', 'ready') ORDER BY s.place, s.id",
    .row_size = sizeof(struct planned),
    .columns = COLUMNS(COLUMN(struct planned, id), COLUMN(struct planned, records)),
};

static const char *
recorded(const char *what, const struct device *it)
{
    static const char *const values[][2] = {
        { "OSの版", "25H2" },
        { "ファームウェアの版", "3.4.1" },
        { "IPアドレス", "自動" },
        { "定義の日付", "当日" },
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(what, values[i][0]) == 0)
            return values[i][1];
    return *what ? it->host && *it->host ? it->host : "台帳と同じ" : NULL;
}

/* The first `most` steps of its kitting. */
static bool
set_up(struct act *a, const struct device *it, size_t most)
{
    struct plans steps;

    if (!kitting_begin(a, it) || !QUERY(a, &steps_query, steps, BIND(device, it->base.id)))
        return false;
    for (size_t i = 0; i < steps.count && i < most; i++) {
        struct kitting_step *step = ledger_new(a, &kitting_step_ledger);

        if (!ledger_read(a, &kitting_step_ledger, steps.rows[i].id, false, step))
            return false;
        step->value = recorded(steps.rows[i].records, it);
        if (!ledger_move(a, &kitting_step_ledger, "finish", step))
            return false;
    }
    return true;
}

static bool
lead_on(struct act *a, struct cast *cast, const struct device_story *story, struct device *it)
{
    char *rest = arena_copy(a->arena, story->then ? story->then : "");

    if (story->section < 0 || !cast->section_count)
        return set_up(a, it, (size_t)it->base.id % 2 ? 4 : 0);
    it->section.id = cast->sections[(size_t)story->section % cast->section_count];
    a->now = instant_add(a->now, (struct minutes){ 10 * DAY_MINUTES });
    if (!set_up(a, it, SIZE_MAX) || !ledger_move(a, &device_ledger, "hand_out", it))
        return false;
    a->now = instant_make(date_add(instant_date(cast->present), -3), 14 * 60);
    while (rest && *rest)
        if (!ledger_move(a, &device_ledger, strsep(&rest, " "), it))
            return false;
    return true;
}

static bool
make_device(struct act *a, struct cast *cast, const struct device_story *story)
{
    struct device *it = ledger_new(a, &device_ledger);
    struct date today = instant_date(cast->present);

    it->base.contract = cast->contract;
    it->title = story->title;
    it->kind.code = story->kind;
    it->maker = story->maker;
    it->model = story->model;
    it->host = story->host;
    it->place = story->place;
    it->notes.text = story->notes;
    it->bought_on = date_add(today, story->bought);
    if (story->support)
        it->supported_until = date_add(today, story->support);
    a->now = instant_make(it->bought_on, 10 * 60);
    return ledger_create(a, &device_ledger, it) && lead_on(a, cast, story, it);
}

static bool
make_all(struct act *a, void *with)
{
    struct cast *cast = with;

    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
        if (!make_device(a, cast, &stories[i]))
            return false;
    return true;
}

bool
demo_devices(struct act *a, int64_t contract)
{
    struct cast cast = { .contract = contract, .present = a->now };
    bool good = sections(a, &cast) && act_write(a, make_all, &cast);

    a->now = cast.present;
    return good;
}
