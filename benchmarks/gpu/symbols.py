"""Does a libtorch have every symbol that TorchSharp's native library asks for?

    symbols.py list LIBRARY [FOLDER]    writes functions.txt and data.txt from libLibTorchSharp.so (needs nm and readelf)
    symbols.py check TORCH_LIB          loads the libtorch of a folder and looks every listed symbol up; fails when one is missing

A missing symbol of data.txt keeps the library from loading; a missing function ends the process when it is first called.
"""
import ctypes
import subprocess
import sys
from pathlib import Path

LISTS = Path(__file__).parent / "symbols"
PARTS = ("libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so")


def listed(library):
    """Symbols that must come from libtorch: undefined, strong, and without a version, which only libtorch's do not carry."""
    lines = run("nm", "-D", "--undefined-only", library)
    wanted = {words[1] for words in map(str.split, lines) if words[0] == "U" and "@" not in words[1]}
    relocations = [words for words in map(str.split, run("readelf", "-rW", library)) if len(words) > 4]
    at_load = {words[4] for words in relocations if words[2] in ("R_X86_64_64", "R_X86_64_GLOB_DAT")} & wanted
    return sorted(wanted), sorted(at_load)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def write(library, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, symbols in zip(("functions", "data"), listed(library)):
        (folder / f"{name}.txt").write_text("\n".join(symbols) + "\n")
        print(f"{name}: {len(symbols)}")
    return 0


def check(folder):
    loaded = [ctypes.CDLL(str(folder / part), mode=ctypes.RTLD_GLOBAL) for part in PARTS if (folder / part).exists()]
    if not loaded:
        raise SystemExit(f"no libtorch in {folder}")
    missing = 0
    for name in ("data", "functions"):
        symbols = (LISTS / f"{name}.txt").read_text().split()
        absent = [symbol for symbol in symbols if not any(has(library, symbol) for library in loaded)]
        missing += len(absent)
        print(f"{name}: {len(symbols)} looked up, {len(absent)} missing", *absent, sep="\n  ")
    return 1 if missing else 0


def has(library, symbol):
    try:
        library[symbol]
    except AttributeError:
        return False
    return True


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["list"] and len(arguments) in (2, 3):
        sys.exit(write(arguments[1], Path(arguments[2]) if len(arguments) == 3 else LISTS))
    if arguments[:1] == ["check"] and len(arguments) == 2:
        sys.exit(check(Path(arguments[1])))
    raise SystemExit(__doc__)
