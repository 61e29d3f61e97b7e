#!/usr/bin/env bash
# Every header compiles alone, as the first thing a source includes.
cd "$(dirname "$0")/../.." || exit 2
. test/gates/flags.sh
find src -name '*.h' -print0 | sort -z | xargs -0 -r -n 1 -P 2 sh -c '
    printf "#include \"%s\"\nextern int nothing;\n" "${1#src/}" |
        gcc $CHECK_FLAGS -fsyntax-only -x c - || { echo "$1:1: does not compile alone"; exit 1; }
' sh
