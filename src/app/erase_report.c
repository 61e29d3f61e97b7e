#include "app/erase.h"

#include "base/json.h"
#include "store/schema.h"

bool
erase_is_clean(const struct erase_report *report)
{
    for (size_t i = 0; i < report->trial_count; i++)
        if (!report->trials[i].good)
            return false;
    return report->trial_count > 0;
}

const char *const erase_operator_parts[] = { "データベースのWALの保管先", "複製（レプリカ）",
                                             "ほかの道具で取った控え（ベースバックアップ）", NULL };

static void
json_pair(struct buffer *out, const char *name, const char *text)
{
    json_key(out, name, false);
    json_text(out, text ? text : "");
}

static void
json_count(struct buffer *out, const char *name, int64_t number)
{
    json_key(out, name, false);
    buffer_int(out, number);
}

static void
json_lines(struct buffer *out, const char *name, const char *const *lines)
{
    json_key(out, name, false);
    buffer_char(out, '[');
    for (size_t i = 0; lines && lines[i]; i++) {
        if (i)
            buffer_char(out, ',');
        json_text(out, lines[i]);
    }
    buffer_char(out, ']');
}

static void
json_tables(struct buffer *out, const struct erasure *what)
{
    json_key(out, "tables", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < what->count; i++) {
        buffer_text(out, i ? ",{" : "{");
        json_key(out, "name", true);
        json_text(out, what->tables[i].table->name);
        json_pair(out, "title", what->tables[i].table->comment);
        json_count(out, "rows", what->tables[i].rows);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
}

static void
json_trials(struct buffer *out, const struct erase_report *report)
{
    json_key(out, "tried", false);
    buffer_char(out, '[');
    for (size_t i = 0; i < report->trial_count; i++) {
        buffer_text(out, i ? ",{" : "{");
        json_key(out, "what", true);
        json_text(out, report->trials[i].what);
        json_pair(out, "result", report->trials[i].result);
        json_key(out, "good", false);
        buffer_text(out, report->trials[i].good ? "true}" : "false}");
    }
    buffer_char(out, ']');
}

void
erase_json(struct buffer *out, const struct erase_report *report)
{
    char at[INSTANT_TEXT];

    instant_print(report->at, at);
    buffer_char(out, '{');
    json_key(out, "contract", true);
    buffer_int(out, report->what.contract);
    json_pair(out, "number", report->what.number);
    json_pair(out, "title", report->what.title);
    json_pair(out, "at", at);
    json_count(out, "rows", report->what.rows);
    json_tables(out, &report->what);
    json_count(out, "details", report->what.details);
    json_count(out, "files", report->files);
    json_count(out, "backups", report->backups);
    json_pair(out, "archive", report->archive);
    json_pair(out, "certificate", report->certificate);
    json_pair(out, "master", report->key_source);
    json_lines(out, "copies", report->copies);
    json_lines(out, "operator", report->postgres ? erase_operator_parts : NULL);
    json_trials(out, report);
    json_key(out, "clean", false);
    buffer_text(out, erase_is_clean(report) ? "true}\n" : "false}\n");
}

void
erase_text(struct buffer *out, const struct erase_report *report)
{
    buffer_print(out, "契約 %s %s を消去しました。\n", report->what.number, report->what.title);
    buffer_print(out, "行 %lld、履歴の内容 %lld、ファイル %lld、古い控え %lld\n",
                 (long long)report->what.rows, (long long)report->what.details,
                 (long long)report->files, (long long)report->backups);
    for (size_t i = 0; i < report->trial_count; i++)
        buffer_print(out, "%s %s: %s\n", report->trials[i].good ? "良" : "否",
                     report->trials[i].what, report->trials[i].result);
    for (size_t i = 0; report->copies[i]; i++)
        buffer_print(out, "%s鍵の控え: %s\n",
                     i ? "" : "次の鍵の控えを廃棄し、立会者が証明書に署名してください。\n",
                     report->copies[i]);
    for (size_t i = 0; report->postgres && erase_operator_parts[i]; i++)
        buffer_print(out, "運用者が消すもの: %s\n", erase_operator_parts[i]);
    if (report->certificate && *report->certificate)
        buffer_print(out, "証明書: %s\n", report->certificate);
}
