/* Unpacks every packed row and compares; prints the rows for pack.sh to look at. */
#include "trial/assets.h"

#include <stdio.h>
#include <string.h>

#include <zlib.h>

static const char *
is_packed(const struct asset *a)
{
    static unsigned char room[100000];
    z_stream z = { 0 };

    if (!a->packed)
        return "plain";
    z.next_in = (unsigned char *)a->packed;
    z.avail_in = (unsigned)a->packed_length;
    z.next_out = room;
    z.avail_out = sizeof(room);
    if (inflateInit2(&z, 15 + 16) != Z_OK || inflate(&z, Z_FINISH) != Z_STREAM_END)
        return "broken";
    inflateEnd(&z);
    return z.total_out == a->length && memcmp(room, a->bytes, a->length) == 0 ? "packed" : "wrong";
}

int
main(void)
{
    for (const struct asset *a = assets; a->path; a++)
        printf("%s %s %s %zu %s %s\n", a->name, a->path, a->type, a->length, is_packed(a), a->tag);
    printf("%s\n", ASSET_PAGE_CSS);
    return 0;
}
