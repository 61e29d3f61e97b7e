#!/bin/sh
# Words that may not stand in the sources: banned calls, macros that return, typedefs
# of structs, names for leftovers, paths of one machine.
#
#     words.sh [TREE]
cd "${1:-$(dirname "$0")/../..}" || exit 2
result=0

# Reads file:line:text; tells and remembers.
refuse() {
    found=$(grep . | sed "s|\$|    <- $1|")
    if [ -n "$found" ]; then
        printf '%s\n' "$found"
        result=1
    fi
}

sources() {
    find src -type f \( -name '*.[ch]' -o -name '*.html' \) -not -path src/base/banned.h -print0 |
        sort -z
}

calls='sprintf|vsprintf|strcpy|strcat|strncpy|strncat|strtok|gets|atoi|atol|atoll|atof'
calls="$calls|system|popen|alloca|localtime|gmtime|ctime|asctime|mktime|tmpnam|mktemp"

refuse 'banned, see base/banned.h' <<EOT
$(sources | xargs -0 -r grep -nHE "(^|[^A-Za-z0-9_.>])($calls)\(" )
EOT

refuse 'a test is not left out: it says what holds there' <<EOT
$([ ! -d test ] || find test -type f -name '*.[ch]' -not -path 'test/gates/samples/*' -print0 | sort -z |
    xargs -0 -r grep -nHE '(^|[^A-Za-z0-9_])skip\(\)' )
EOT

refuse 'a macro computes, it does not return' <<EOT
$(sources | xargs -0 -r awk '
    FNR == 1 { inside = 0 }
    /^[ \t]*#[ \t]*define/ { inside = 1 }
    inside && /(^|[^A-Za-z0-9_])return([^A-Za-z0-9_]|$)/ { print FILENAME ":" FNR ":" $0 }
    !/\\$/ { inside = 0 }')
EOT

refuse 'structs are not hidden behind a typedef' <<EOT
$(sources | xargs -0 -r grep -nHE '^[[:space:]]*typedef[[:space:]]+(struct|union|enum)([[:space:]]|$)')
EOT

refuse 'name the file for what the user knows' <<EOT
$(find src test -type f -not -path 'test/gates/*' 2>/dev/null | grep -E '_(util|utils|common|misc|helper|helpers|[0-9]+)\.(c|h|html|css|js|mjs|sh)$' | sed 's/$/:1:/')
EOT

# Lists every file of the project, new ones too; without a repository, what lies there.
files() {
    {
        if [ -e .git ]; then
            git ls-files -z --cached --others --exclude-standard 2>/dev/null
        else
            false
        fi || find . -type f -not -path './.git/*' -printf '%P\0'
    } | grep -zvE '^(test/gates/|build/|data/|node_modules/|package-lock\.json)' | sort -zu
}

# -I leaves out files that are no text; a file that was taken away is no fault.
refuse 'a path of one machine' <<EOT
$(files | xargs -0 -r grep -nHIE '(^|[^A-Za-z0-9_./{}-])/(work|root|home/[a-z]+)/' 2>/dev/null)
EOT

refuse 'a path outside the project' <<EOT
$(files | xargs -0 -r grep -nHIF '../shared' 2>/dev/null)
EOT

refuse 'only tests write to /tmp by name' <<EOT
$(files | grep -zE '^(src|facts)/' | xargs -0 -r grep -nHIE '"/(var/)?tmp/' 2>/dev/null)
EOT

exit $result
