#include "base/text.h"

#include <string.h>

#include "store/store.h"
#include "text.h"
