#!/bin/sh
# Publishes the benchmarks for a Linux machine without .NET and without our libtorch, and packs them: publish/gpu.tar.xz (at most 64 MiB).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=$root/publish/gpu
archive=$root/publish/gpu.tar.xz
most=$((64 * 1024 * 1024))

rm -rf "$out" "$archive"
# No library for cultures is asked of that machine. Lock files are for the usual build; one platform's restore would rewrite them.
dotnet publish -c Release -r linux-x64 --self-contained --nologo -v quiet -o "$out" --artifacts-path "$root/publish/artifacts" \
    -p:InvariantGlobalization=true -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath=obj/none.lock.json "$root/benchmarks/Engine.Benchmarks"
# The list of dependencies names the libtorch that stays behind; without the list the host takes what lies in the folder.
rm -f "$out"/Engine.Benchmarks.deps.json "$out"/libtorch*.so* "$out"/libc10*.so* "$out"/libgomp*.so* "$out"/libshm.so* "$out"/*.pdb
tar -C "$out" -cJf "$archive" .
size=$(wc -c <"$archive")
echo "$archive: $((size / 1024 / 1024)) MiB"
[ "$size" -le "$most" ]
