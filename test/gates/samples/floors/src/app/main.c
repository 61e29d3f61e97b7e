#include "desk/desk.h"
#include "desk/inquiry.h"
