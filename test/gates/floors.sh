#!/bin/sh
# Includes go down. Refuses an include that climbs or goes to a neighbour, an outsider
# that includes a private header of a module, and a declaration copied into a .c file.
#
#     floors.sh [TREE]     TREE holds src/; without it, this repository
here=$(cd "$(dirname "$0")" && pwd)
floors=$here/../../floors.txt
cd "${1:-$here/../..}" || exit 2

{
    grep -rn '^[ 	]*#[ 	]*include[ 	]*"' --include='*.[ch]' src
    grep -rn '{%-* *use *"' --include='*.html' src
    grep -rn '^[ 	]*extern[ 	]' --include='*.c' src
    for folder in src/*/; do
        echo "$folder:0:folder"
    done
} | sort | awk -v floors="$floors" '
BEGIN {
    while ((getline line < floors) > 0)
        if (line ~ /^[0-9]/) {
            split(line, part, " ")
            level[part[2]] = part[1]
            kind[part[2]] = part[3]
        }
}
function refuse(why) {
    print file ":" number ": " why
    bad = 1
}
{
    file = $0
    sub(/:.*/, "", file)
    number = substr($0, length(file) + 2)
    sub(/:.*/, "", number)
    text = substr($0, length(file) + length(number) + 3)
    split(file, part, "/")
    from = part[2]
}
text == "folder" {
    if (!(from in level))
        print "src/" from ": is no floor of floors.txt"
    if (!(from in level))
        bad = 1
    next
}
text ~ /^[ \t]*extern[ \t]/ {
    refuse("extern in a .c file: include the header that declares it")
    next
}
{
    name = text
    sub(/^[^"]*"/, "", name)
    sub(/".*/, "", name)
    to = name
    sub(/\/.*/, "", to)
    if (name !~ /\// || !(to in level))
        refuse("\"" name "\" begins with no floor")
    else if (from != to && level[to] >= level[from])
        refuse(from "/ may not include \"" name "\"")
    else if (from != to && kind[to] == "module" && name != to "/" to ".h")
        refuse("\"" name "\" is private to " to "/; outsiders see \"" to "/" to ".h\"")
}
END { exit bad }'
