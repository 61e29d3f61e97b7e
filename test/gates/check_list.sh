#!/usr/bin/env bash
# The answers of `tasuki check-list` are complete and name evidence that is there.
#
#     check_list.sh [FILE]     by default facts/check_list.csv
#
# Evidence is a file of this repository, "file:words" with words that stand in it (the name
# of a test), or "page:/address" of a route or a ledger.
set -u
list=${1:-facts/check_list.csv}
list=$(realpath "$list")
cd "$(dirname "$0")/../.." || exit 2
result=0

refuse() {
    echo "${list##*/}: $1 $2: $3"
    result=1
}

evidence_is_there() {
    local what=$1 file words
    case $what in
    page:*) grep -qrF "\"${what#page:}\"" --include='*.c' src ;;
    *:*)
        file=${what%%:*} words=${what#*:}
        [ -f "$file" ] && grep -qF -- "$words" "$file"
        ;;
    *) [ -f "$what" ] ;;
    esac
}

declare -A seen counts
counts[levels]=0 counts[requirements]=0
{
    read -r _
    while IFS=, read -r name no title asked answer level words evidence more; do
        [ -z "$more" ] || refuse "$name" "$no" 'has too many cells'
        [ -z "${seen[$name $no]:-}" ] || refuse "$name" "$no" 'stands twice'
        seen[$name $no]=1
        counts[$name]=$((${counts[$name]:-0} + 1))
        [[ $level =~ ^[0-5]?$ ]] || refuse "$name" "$no" "\"$level\" is no level"
        [[ $asked =~ ^((3B|3C|2|1)=[0-5][+-]?( |$))*$ ]] || refuse "$name" "$no" "asks for \"$asked\""
        [ -n "$title" ] && [ -n "$words" ] || refuse "$name" "$no" 'says nothing'
        case $answer in
        適合) [ -n "$evidence" ] || refuse "$name" "$no" 'has no evidence' ;;
        運用による | 対象外) ;;
        *) refuse "$name" "$no" "\"$answer\" is no answer" ;;
        esac
        IFS=';' read -ra all <<<"$evidence"
        for one in "${all[@]}"; do
            evidence_is_there "$one" || refuse "$name" "$no" "$one is not there"
        done
    done
} <"$list"
[ "${counts[levels]}" = 58 ] || refuse levels "${counts[levels]}" 'are not 58'
[ "${counts[requirements]}" = 34 ] || refuse requirements "${counts[requirements]}" 'are not 34'
exit $result
