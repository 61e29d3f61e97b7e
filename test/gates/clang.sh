#!/usr/bin/env bash
# The second compiler has nothing to say either; only must(!"words") is ours.
#
# Its driver starts a process for each file, which takes as long as reading the file: what it
# would start is asked for once, and reads many.
cd "$(dirname "$0")/../.." || exit 2
. test/gates/flags.sh
many=50

# The inner compiler with flags, shell-quoted, less the file the driver was asked about.
inner() { # flag…
    clang $CHECK_FLAGS -Wno-string-conversion "$@" -fsyntax-only -### tools/view.c 2>&1 |
        sed -n 's/^ \("[^"]*" "-cc1" .*\) "-x" "c" "[^"]*"$/\1/p'
}

check() { # shell-quoted command; reads names
    [ -n "$1" ] || { echo 'clang: its inner compiler is not called as it was'; return 1; }
    xargs -0 -r -n "$many" -P 2 sh -c "exec $1 -x c \"\$@\"" sh
}

result=0
find src build/gen -name '*.c' -not -name assets.c -print0 2>/dev/null | sort -z |
    check "$(inner -include base/banned.h)" || result=1
find test tools -name '*.c' -not -path 'test/gates/*' -print0 | sort -z |
    check "$(inner -I. -Itest)" || result=1
exit $result
