#include "render/column_group.h"

#include <string.h>

#include "render/document.h"

bool
column_groups_any(const struct document_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].group)
            return true;
    return false;
}

size_t
column_group_span(const struct document_table *table, size_t column)
{
    const char *group = table->columns[column].group;
    size_t span = 1;

    while (group && column + span < table->column_count && table->columns[column + span].group &&
           strcmp(group, table->columns[column + span].group) == 0)
        span++;
    return span;
}
