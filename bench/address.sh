# Addresses and names given out, one part of bench/run.

# add_addresses FOLDER COUNT: to the demonstration in it a /8 with so many used addresses, each
# with its name. Copies of one that was given out, since a million acts take minutes; what follows
# from them (free ranges, counters) is left to the product to make.
add_addresses() {
    local token id network series count=$2
    "$TASUKI" user add giver --role lead --contract R8-001 --data "$1" >/dev/null
    token=$("$TASUKI" token --user giver --data "$1")
    serve "$1"
    ask() { curl -sf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
    made() { ask -d "$2" "http://127.0.0.1:$PORT/api/v1/$1" | sed 's/^{"id":\([0-9]*\),.*/\1/'; }
    network=$(made network '{"title":"測定","layer":"other","prefix":"10.0.0.0/8"}')
    series=$(made name_series '{"title":"測定","pattern":"{prefix}-{number:7}","prefix":"MEAS"}')
    id=$(ask -d "{\"network\":$network,\"series\":$series}" \
        "http://127.0.0.1:$PORT/api/v1/address/issue" | grep -o '^{"id":[0-9]*' | cut -d: -f2)
    stop
    # One in a hundred of the second half has gone again: five thousand free ranges.
    "$HERE/copies" "$1/tasuki.db" "$id" "$count"
    printf '{"network":%s,"series":%s,"device":"PC-0147"}\n' "$network" "$series" >"$WORK/address.body"
    echo "$network" >"$WORK/address.network"
}

measure_address() {
    local token said clients n
    fill_demo
    rm -rf "$WORK/address"
    cp -a "$WORK/demo" "$WORK/address"
    add_addresses "$WORK/address" 1000000
    token=$("$TASUKI" token --user miura --data "$WORK/address")
    for ((n = 0; n < 4000; n++)); do cat "$WORK/address.body"; done >"$WORK/address.bodies"
    serve "$WORK/address"
    issue() {
        "$BIN/load" -p "$PORT" -c "$1" -s 201 -H "Authorization: Bearer $token" \
            -b <(head -n "$2" "$WORK/address.bodies") /api/v1/address/issue
    }
    # The first one finds no free ranges and makes them from the million.
    said=$(issue 1 1)
    row 'free ranges made from 1,000,000 addresses' '-' "$(calc "$(value max "$said") / 1000") ms, once" -
    for clients in 1 32 200; do
        said=$(issue "$clients" 1000)
        if ((clients == 1)); then
            row 'address and name, /8 with 1,000,000 used, p95' '<= 10 ms' \
                "$(calc "$(value p95 "$said") / 1000") ms ($(value rate "$said")/s)" \
                "$(holds "$(value bad "$said") == 0 && $(value p95 "$said") <= 10000")"
        else
            row "address and name, $clients clients" '-' \
                "$(value rate "$said")/s, p95 $(calc "$(value p95 "$said") / 1000") ms" -
        fi
    done
    said=$(sqlite3 "$WORK/address/tasuki.db" "SELECT count(*) - count(DISTINCT address) FROM address
        WHERE network = $(cat "$WORK/address.network") AND state = 'issued'")
    row 'addresses given out twice' '0' "$said" "$(holds "$said == 0")"
}
