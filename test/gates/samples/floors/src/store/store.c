#include "base/text.h"
#include "store/store.h"
extern int copied(void);
#include "desk/desk.h"
