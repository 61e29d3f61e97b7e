#!/bin/sh
# Every source is laid out as .clang-format says; `make format` does it.
cd "$(dirname "$0")/../.." || exit 2
find src test tools bench -name '*.[ch]' -not -path 'test/gates/samples/*' -print0 |
    xargs -0 -r clang-format --dry-run -Werror --ferror-limit=1
