#include <string.h>

typedef struct thing thing;
#define TRY(x)                                                                                     \
    if (!(x))                                                                                      \
        return false

void
copy(char *to, const char *from)
{
    strcpy(to, from);
    my_strcpy(to, from);
    page->system(to);
    system("ls");
    open_file("/tmp/tasuki");
    open_file("/root/key");
    go("/desk/work/1");
}
