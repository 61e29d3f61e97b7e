# The desk at the size of a city after ten years, one part of bench/run: declared lists for 50
# people at once, other filters and orders, what a count costs, words in everything said, and the
# spreadsheets that come in at the beginning.

DESK=$WORK/desk-$ROWS
DEVICES=$((ROWS / 5))
ENTRIES=10 # said of each inquiry
PEOPLE_AT_ONCE=50
PAUSE=250 # milliseconds on average between an answer and the next page of one person

# fill_desk: the folder of the log with what was said, the devices and a /8 of addresses. The
# words are put into the index by the product, all at the end.
fill_desk() {
    local stamp from=$SECONDS
    stamp="$(cat "$DATA/bench.stamp") $(cat "$HERE/desk.c" "$HERE/text.c" "$HERE/copies" | cksum)"
    if [ "$(cat "$DESK/desk.stamp" 2>/dev/null)" = "$stamp" ]; then
        "$TASUKI" migrate --data "$DESK" >/dev/null
        return
    fi
    say "  filling $DESK …"
    rm -rf "$DESK"
    cp -a "$DATA" "$DESK"
    "$TASUKI" migrate --data "$DESK" >/dev/null
    say "  $("$BIN/desk" timeline "$DESK/tasuki.db" "$ENTRIES") after $((SECONDS - from)) s"
    "$BIN/desk" devices "$DEVICES" >"$WORK/table.csv"
    "$TASUKI" import device "$WORK/table.csv" --yes --contract R8-001 --data "$DESK" >"$WORK/said" ||
        { head -20 "$WORK/said" >&2; return 1; }
    say "  $DEVICES devices after $((SECONDS - from)) s"
    add_addresses "$DESK" $((ROWS * 2))
    say "  $((ROWS * 2)) addresses after $((SECONDS - from)) s"
    "$TASUKI" migrate --rebuild-index --data "$DESK" >/dev/null
    say "  index made anew after $((SECONDS - from)) s"
    for ((i = 1; i <= PEOPLE_AT_ONCE; i++)); do
        "$TASUKI" user add "desk$i" --role lead --contract R8-001 --password tasuki-bench-2026 \
            --data "$DESK" >/dev/null
    done
    # Each is one of those the inquiries are assigned to.
    sqlite3 "$DESK/tasuki.db" "WITH staff(place, person) AS (SELECT row_number() OVER () - 1, assignee
            FROM (SELECT DISTINCT assignee FROM inquiry WHERE number LIKE 'B%' AND assignee > 0))
        UPDATE user SET person = (SELECT person FROM staff
            WHERE place = user.id % (SELECT count(*) FROM staff)) WHERE login LIKE 'desk%';"
    printf '%s\n' "$stamp" >"$DESK/desk.stamp"
    say "  filled in $((SECONDS - from)) s"
}

# The folder holds what is measured on; what is missing would be quick to list.
count_desk() {
    local name least many
    while read -r name least; do
        many=$(sqlite3 "$DESK/tasuki.db" "SELECT count(*) FROM $name")
        row "rows of $name" ">= $least" "$many" "$(holds "$many >= $least")"
    done <<END
inquiry $ROWS
entry $((ROWS * ENTRIES))
device $DEVICES
address $((ROWS * 2))
END
}

# declared PATH COOKIE: the addresses of the saved lists a page offers, each to be asked for with
# another number behind it, since pages are kept. The first is the page itself.
declared() {
    echo "$1?limit=50&show="
    curl -s -H "Cookie: $2" "http://127.0.0.1:$PORT$1" | grep -o 'view=[a-z_]*' | sort -u |
        sed "s|^|$1?|; s|\$|\&limit=50\&show=|"
}

measure_views() {
    local path said kept count from cost
    for ((i = 1; i <= PEOPLE_AT_ONCE; i++)); do sign_in "desk$i"; done >"$WORK/cookies"
    : >"$WORK/views"
    for path in /desk/inquiries /desk/devices /desk/addresses /desk/computer_names; do
        declared "$path" "$(head -1 "$WORK/cookies")" >"$WORK/views.one"
        cat "$WORK/views.one" >>"$WORK/views"
        count=$(wc -l <"$WORK/views.one")
        sed 's/$/first/' "$WORK/views.one" >"$WORK/views.first"
        people "$WORK/views.first" -n 100 >/dev/null
        kept=$(metric tasuki_pages_kept_total)
        from=$(spent)
        said=$(people "$WORK/views.one" -w "$PAUSE" -n $((count * 400)))
        kept=$(($(metric tasuki_pages_kept_total) - kept))
        cost=$(calc "($(spent) - $from) / 1000 / $(value answered "$said")")
        row "$path, $count declared lists, $PEOPLE_AT_ONCE people, p95" '<= 20 ms' \
            "$(ms "$(value p95 "$said")") ms ($cost ms of processor a page, $(value rate "$said")/s, $(value bad "$said") failed, $kept kept)" \
            "$(holds "$(value p95 "$said") <= 20000 && $(value bad "$said") == 0 && $count > 1 && $kept == 0")"
        say "  worst list: $(ms "$(value worst_p95 "$said")") ms ${said##*worst=}"
    done
    said=$(people "$WORK/views" -d "$SECONDS_EACH")
    row "all $(wc -l <"$WORK/views") lists, $PEOPLE_AT_ONCE people without a pause" - \
        "$(value rate "$said")/s, p95 $(ms "$(value p95 "$said")") ms, $(value bad "$said") failed" -
}

# people FILE OPTIONS: the sessions ask for the addresses in turn.
people() {
    local file=$1
    shift
    "$BIN/load" -p "$PORT" -c "$PEOPLE_AT_ONCE" -C "$WORK/cookies" -u "$file" "$@" || :
}

# write_combinations PATH SORTS FILTERS: every filter in every order, each address once.
write_combinations() {
    local sort filter
    for filter in $3; do
        for sort in $2; do
            printf '%s?%s&sort=%s\n' "$1" "$filter" "$sort"
        done
    done
}

write_desk_filters() {
    write_filters
    write_combinations /desk/devices 'number -number title kind maker model serial host place
        bought_on -bought_on supported_until -supported_until created_at -changed_at' \
        'view=all kind=pc kind=printer state=disposed state.in=repair,returned bought_on.ge=2024-01-01
        supported_until.lt=2026-01-01 number.ge=M050000 model=TD-120 title.has=%E3%83%8E%E3%83%BC%E3%83%88
        notes.empty=false person.empty=true'
    write_combinations /desk/addresses 'address -address created_at -changed_at' \
        'view=address state=returned state=issued title.has=10.9 address=10.3.4.5'
}

measure_filters() {
    local said cookie short
    cookie=$(head -1 "$WORK/cookies")
    write_desk_filters >"$WORK/filters"
    said=$("$BIN/pages" each "$PORT" "$cookie" "$WORK/filters")
    short=$(value short "$said")
    row "other filters and orders ($(value count "$said")), p95" '<= 50 ms' \
        "$(ms "$(value page_p95 "$said")") ms (worst $(ms "$(value page_max "$said")"), $short end with their time)" \
        "$(holds "$(value page_p95 "$said") <= 50000")"
    say "  slowest: ${said##*slowest=}"
}

# What the number beside the rows costs: the same lists by the API without it and with it.
measure_counts() {
    local token plain counted
    token=$("$TASUKI" token --user whole --data "$DESK")
    {
        sed -n 's|^/desk/inquiries?\(.*\)&show=$|/api/v1/inquiry?\1|p' "$WORK/views"
        grep '^/desk/inquiries?' "$WORK/filters" | sed 's|^/desk/inquiries?|/api/v1/inquiry?|'
    } >"$WORK/lists"
    sed 's|$|\&count=1|' "$WORK/lists" >"$WORK/lists.counted"
    lists() {
        "$BIN/load" -p "$PORT" -H "Authorization: Bearer $token" -u "$1" -n "$(wc -l <"$1")" || :
    }
    lists "$WORK/lists" >/dev/null
    plain=$(lists "$WORK/lists")
    counted=$(lists "$WORK/lists.counted")
    row 'the same by API with the count, p95' '<= 50 ms' \
        "$(ms "$(value p95 "$counted")") ms, without $(ms "$(value p95 "$plain")") ms" \
        "$(holds "$(value p95 "$counted") <= 50000 && $(value bad "$counted") + $(value bad "$plain") == 0")"
}

measure_said() {
    local said who all="(SELECT id FROM inquiry WHERE removed_at IS NULL)"
    words
    # Once unmeasured, so that the index has been read from the disk.
    "$BIN/find" "$PORT" "$(sign_in one)" /desk/inquiries "$WORK/words" >/dev/null
    for who in 'whole:1=1:1=1' 'one:1=1:1=1' \
        "own:owner=$(own_person "$DESK"):owner=$(own_person "$DESK") AND kind < 2"; do
        said=$("$BIN/find" "$PORT" "$(sign_in "${who%%:*}")" /desk/inquiries "$WORK/words" \
            "$DESK/tasuki.db" "$(cut -d: -f2 <<<"$who")" "record IN $all AND $(cut -d: -f3 <<<"$who")")
        printf 'desk %s %s\n' "${who%%:*}" "$said" >>"$WORK/search.said"
        searched 'all that was said' "${who%%:*}" 30 texts "$said"
    done
}

# imported LEDGER ROWS SECONDS: a spreadsheet of the desk into a folder with organisations and
# people; every row has to have arrived.
imported() {
    local said us many before at="$WORK/sheets"
    "$BIN/desk" "$([ "$1" = device ] && echo devices || echo inquiries)" "$2" >"$WORK/table.csv"
    before=$(sqlite3 "$at/tasuki.db" "SELECT count(*) FROM $1")
    said=$("$BIN/peak" "$TASUKI" import "$1" "$WORK/table.csv" --yes --contract R8-001 \
        --data "$at" 2>&1 >"$WORK/said" | tail -1)
    us=$(value us "$said")
    many=$(($(sqlite3 "$at/tasuki.db" "SELECT count(*) FROM $1") - before))
    [ "$(value status "$said")" = 0 ] || head -20 "$WORK/said" >&2
    row "spreadsheet taken in: $1, $many rows arrived" "<= $3 s" \
        "$(calc "$us / 1000000") s ($(calc "$(value cpu_us "$said") / 1000000") s of processor, $(calc "$(value anon_kb "$said") / 1024") MB)" \
        "$(holds "$(value status "$said") == 0 && $many == $2 && $us <= $3 * 1000000")"
}

measure_sheets() {
    local ledger at="$WORK/sheets"
    fill_demo
    rm -rf "$at"
    cp -a "$WORK/demo" "$at"
    for ledger in organisation:organisations person:people; do
        "$BIN/inquiries" "${ledger#*:}" >"$WORK/table.csv"
        "$TASUKI" import "${ledger%:*}" "$WORK/table.csv" --yes --data "$at" >/dev/null
    done
    imported inquiry 2000 1
    imported device 100000 15
    rm -rf "$at"
}

measure_desk() {
    fill_demo
    measure_sheets
    fill_desk
    count_desk
    serve "$DESK"
    settle
    measure_views
    measure_filters
    measure_counts
    measure_said
}
