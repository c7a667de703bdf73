#!/usr/bin/env python3
"""How time and memory grow with the number of environments, and with how many share an import. Prints a table in Markdown.

    cargo build --release -p esc-lint && python3 tests/performance/scale.py
"""

import os
import pathlib
import subprocess
import tempfile
import time

import generate

COMMAND = pathlib.Path(__file__).resolve().parents[2] / "target/release/esc-lint"


def measure(directory: str) -> tuple[float, int]:
    """Seconds, and the most memory that was in use, in KiB."""
    start = time.perf_counter()
    process = subprocess.Popen([COMMAND, directory], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"esc-lint ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss


def main() -> None:
    print("| environments | each shared one is imported by | shared ones | time | memory at most | memory per environment |")
    print("|---|---|---|---|---|---|")
    for environments in [2_000, 10_000, 50_000]:
        for fan_in in [500, 50, 2]:
            with tempfile.TemporaryDirectory() as directory:
                hubs = generate.write(pathlib.Path(directory), environments, fan_in, imports=2, lines=60)
                seconds, memory = min(measure(directory) for _ in range(3))
            each = memory / environments
            print(f"| {environments:,} | {fan_in} | {hubs:,} | {seconds:.2f} s | {memory / 1024:.0f} MiB | {each:.1f} KiB |", flush=True)


if __name__ == "__main__":
    main()
