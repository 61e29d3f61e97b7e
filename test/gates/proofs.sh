#!/usr/bin/env bash
# Every test that a table of docs/ names as a proof is there.
#
#     proofs.sh [FILE…]     by default docs/security.md and docs/coverage.md
#
# In a row, `path` is a file of this repository; one without a folder lies beside the one
# before it, and *words* are a test's name in the file before them (in C with _ for blanks,
# without commas and apostrophes). Rows of the table under "ASVS" answer with a proof, or begin with
# "no test" or "n/a" and say why; the sums under it are right.
set -u
cd "$(dirname "$0")/../.." || exit 2
[ $# != 0 ] || set -- docs/security.md docs/coverage.md
result=0

refuse() { # file, line, what
    echo "${1##*/}:$2: $3"
    result=1
}

is_named() { # file, words
    local name=${2//[\',]/}
    case $1 in
    *.c) grep -qiF "CASE(${name// /_})" "$1" ;;
    *) grep -qF -- "$2" "$1" ;;
    esac
}

proof() { # file, line, row
    local path='' one word
    while read -r one; do
        word=${one:1:-1}
        case $one in
        \`*)
            case $word in
            /* | *' '*) continue ;;
            */*) path=$word ;;
            *.c | *.h | *.mjs) path=${path%/*}/$word ;;
            *) continue ;;
            esac
            # shellcheck disable=SC2086
            compgen -G "$path" >/dev/null || refuse "$1" "$2" "$path is not there"
            ;;
        *)
            [ -f "$path" ] && is_named "$path" "$word" || refuse "$1" "$2" "$path has no test \"$word\""
            ;;
        esac
    done < <(grep -oE '`[^`]+`|\*[^*]+\*' <<<"$3")
}

for file; do
    number=0 level='' tested=0 untested=0 foreign=0 told=''
    while IFS= read -r row; do
        number=$((number + 1))
        case $row in
        '## '*) level=${row#\#\# } ;;
        'Sums: '*) told=$row ;;
        '| '[0-9]*)
            answer=${row%|} answer=${answer##*| }
            proof "$file" "$number" "$answer"
            [[ $level == *ASVS* ]] || continue
            case $answer in
            'n/a'*) foreign=$((foreign + 1)) ;;
            'no test'*) untested=$((untested + 1)) ;;
            *test/*) tested=$((tested + 1)) ;;
            *) refuse "$file" "$number" 'answers neither with a test nor with a reason' ;;
            esac
            ;;
        '| '*) proof "$file" "$number" "${row##*| }" ;;
        esac
    done <"$file"
    sums="Sums: $tested with a test, $untested without, $foreign not applicable."
    [ -z "$told" ] || [ "$told" = "$sums" ] || refuse "$file" 0 "should say \"$sums\""
done
exit $result
