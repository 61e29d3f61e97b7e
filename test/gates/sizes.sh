#!/bin/sh
# 600 lines a file, 150 a header, 60 a function; prints the longest so that growth is
# seen before it hurts. A function is counted from its `{` to its `}` in column 0, as
# clang-format lays it out.
#
#     sizes.sh [TREE]
cd "${1:-$(dirname "$0")/../..}" || exit 2

find src test tools bench Makefile -type f \( -name '*.[ch]' -o -name '*.html' -o -name '*.css' \
    -o -name '*.js' -o -name '*.mjs' -o -name '*.sh' -o -name run -o -name Makefile \
    -o -path 'tools/*' \) -not -path 'test/gates/samples/*' 2>/dev/null | sort |
    awk '
{ list[++files] = $0 }
END {
    for (i = 1; i <= files; i++)
        measure(list[i])
    longest("file", lines)
    longest("function", bodies)
    exit bad
}
function measure(file,    n, line, start, name, is_c) {
    is_c = file ~ /\.[ch]$/
    while ((getline line < file) > 0) {
        n++
        if (!is_c)
            continue
        if (line ~ /^[A-Za-z_].*\(/ && line !~ /;$/) {
            name = line
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
        }
        if (line ~ /^\{/)
            start = n
        if (line ~ /^\}/ && start) {
            check(file ":" start, "function " name, n - start + 1, 60)
            bodies[file ":" start " " name] = n - start + 1
            start = 0
        }
    }
    close(file)
    lines[file] = n
    check(file ":1", "file", n, file ~ /\.h$/ ? 150 : 600)
}
function check(where, what, n, most) {
    if (n > most) {
        print where ": " what " has " n " lines, more than " most
        bad = 1
    }
}
function longest(what, sizes,    i, key, best) {
    printf "longest %ss:", what
    for (i = 0; i < 10; i++) {
        best = ""
        for (key in sizes)
            if (best == "" || sizes[key] > sizes[best] || (sizes[key] == sizes[best] && key < best))
                best = key
        if (best == "")
            break
        printf "\n  %4d %s", sizes[best], best
        delete sizes[best]
    }
    print ""
}'
