/* Groups of the client's directory and the roles they give. */

#include "ledger/core/core.h"

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    KEEP = LOOK | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_IMPORT,
};

static const struct field group_fields[] = {
    FIELD(struct directory_group, title, "グループ",
          .help = "名前（cn）か、識別名（DN）の全部を書きます。大文字と小文字は区別しません。",
          .also = "グループ名|DN", .required = true, .unique = true, .code = true, .searched = true,
          .most = 500),
    FIELD(struct directory_group, role, "役割", .required = true, .choices = role_choices),
    FIELD(struct directory_group, within, "対象の契約",
          .help = "空けると、すべての契約に及びます。", .also = "契約|契約番号",
          .to = &contract_ledger),
    FIELD(struct directory_group, section, "所属", .also = "課|組織", .to = &organisation_ledger),
    { 0 },
};

static const struct access group_access[] = {
    { ROLE_ADMINISTRATOR, KEEP, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view group_views[] = {
    { "all", "すべて", "グループの名前の順に並べます。", "", "title" },
    { 0 },
};

const struct ledger directory_group_ledger = {
    .name = "directory_group",
    .title = "ディレクトリのグループ",
    .help = "庁内のディレクトリのグループと、その人の役割です。サインインのときに当てはめます。",
    .path = "/core/directory-groups",
    .icon = "people",
    .row_size = sizeof(struct directory_group),
    .fields = group_fields,
    .titled_by = "title",
    .listed = "title role within section",
    .access = group_access,
    .views = group_views,
    .installation = true,
};
