#!/usr/bin/env bash
# The C in docs/ compiles: each block says above itself which file it would be, and all are put
# into one folder beside src/.
#
#     examples.sh [TREE]     the blocks of TREE/docs against our own src/
set -u
cd "$(dirname "$0")/../.." || exit 2
. test/gates/flags.sh
tree=${1:-.}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
result=0

# The file of each block, with the lines of the document; a block without a name is told.
take() { # document
    awk -v made="$made" -v document="docs/${1##*/}" '
        /^```c$/ {
            inside = 1
            if (above !~ /^`src\/[a-z_\/]+\.[ch]`:$/) {
                print document ":" NR ": the block does not say which file it is"
                file = "/dev/null"
                next
            }
            file = substr(above, 6, length(above) - 7)
            folder = file
            sub(/\/[^\/]*$/, "", folder)
            system("mkdir -p \"" made "/" folder "\"")
            file = made "/" file
            printf "#line %d \"%s\"\n", NR + 1, document >file
            next
        }
        /^```/ && inside { inside = 0; close(file); next }
        inside { print >file; next }
        NF { above = $0 }
    ' "$1"
}

for document in "$tree"/docs/*.md; do
    told=$(take "$document")
    [ -z "$told" ] || { echo "$told"; result=1; }
done
while read -r source; do
    # shellcheck disable=SC2086
    told=$(LC_ALL=C "${CC:-gcc}" $CHECK_FLAGS -I"$made" -fsyntax-only "$source" 2>&1) && continue
    echo "${source#"$made"/}: does not compile: $(grep -om1 '^docs/[^:]*:[0-9]*' <<<"$told")"
    sed 's/^/  /' <<<"$told"
    result=1
done < <(find "$made" -name '*.c' | sort)
exit "$result"
