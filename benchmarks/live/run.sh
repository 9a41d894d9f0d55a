#!/bin/sh
# Builds server and benchmark, starts the server on a storage folder and a port of its own, runs the benchmark with the given options, cleans up.
#   benchmarks/live/run.sh --viewers 200 --seconds 60
#   benchmarks/live/run.sh --reconnect --away 30
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
for project in src/Dashboard.Server benchmarks/live/Live.Benchmarks; do
    dotnet build -c Release --nologo -v quiet "$root/$project"
done

storage=$(mktemp -d)
log=$(mktemp)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$storage" "$log"
}
trap finish EXIT
trap 'exit 130' INT TERM

dotnet "$root/src/Dashboard.Server/bin/Release/net10.0/Dashboard.Server.dll" --urls http://127.0.0.1:0 "--Storage:Folder=$storage" >"$log" 2>&1 &
server=$!
url=
tries=0
while [ -z "$url" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
        cat "$log" >&2
        exit 1
    fi
    sleep 0.1
    url=$(sed -n 's/.*Now listening on: \(http:[^ ]*\).*/\1/p' "$log" | head -n 1)
done

dotnet "$root/benchmarks/live/Live.Benchmarks/bin/Release/net10.0/Live.Benchmarks.dll" --url "$url" "$@"
