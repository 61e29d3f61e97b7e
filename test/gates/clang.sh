#!/usr/bin/env bash
# The second compiler has nothing to say either; only must(!"words") is ours.
cd "$(dirname "$0")/../.." || exit 2
. test/gates/flags.sh
result=0
find src build/gen -name '*.c' -not -name assets.c -print0 2>/dev/null | sort -z |
    xargs -0 -r -n 8 -P 2 sh -c '
        clang $CHECK_FLAGS -Wno-string-conversion -include base/banned.h -fsyntax-only "$@"' sh || result=1
find test tools -name '*.c' -not -path 'test/gates/*' -print0 | sort -z |
    xargs -0 -r -n 8 -P 2 sh -c '
        clang $CHECK_FLAGS -Wno-string-conversion -I. -Itest -fsyntax-only "$@"' sh || result=1
exit $result
