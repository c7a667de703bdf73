#!/usr/bin/env python3
"""Runs fuzz targets and keeps a record of how much was tried.

    cargo +nightly fuzz build --sanitizer none   # own code has no `unsafe`, and a sanitizer takes two thirds of the time
    fuzz/run.py 1000000 parse cook               # a million executions of each; all targets if none is named
    fuzz/run.py table                            # writes the record into docs/robustness.md

What reaches new code is kept in fuzz/target/corpus; a text that breaks something goes to fuzz/artifacts, and ends the run of its target.
"""
import collections
import datetime
import fcntl
import os
import pathlib
import re
import subprocess
import sys

FUZZ = pathlib.Path(__file__).resolve().parent
RECORD = pathlib.Path(os.environ.get("FUZZ_RECORD", FUZZ / "executions.tsv"))
PAGE = FUZZ.parent / "docs/robustness.md"
BEGIN, END = "<!-- executions: written by fuzz/run.py table -->\n", "<!-- end -->"

# Of each target how long its texts are at most, in bytes (short ones find more in the same time), and how much is to be tried.
TARGETS = {
    "parse": (512, 10_000_000),
    "interpolation": (256, 10_000_000),
    "cook": (256, 1_000_000),
    "evaluation": (512, 1_000_000),
    "fixes": (256, 1_000_000),
    "formatter": (256, 1_000_000),
    "config": (1024, 10_000_000),
    "protocol": (12288, 100_000),
}


def binaries():
    if "FUZZ_BIN" in os.environ:
        return pathlib.Path(os.environ["FUZZ_BIN"])
    host = re.search(r"^host: (.*)$", subprocess.check_output(["rustc", "-vV"], text=True), re.M)[1]
    return FUZZ / "target" / host / "release"


def run(target, runs):
    """Runs one target. Whether nothing was found."""
    corpus, artifacts = FUZZ / "target/corpus" / target, FUZZ / "artifacts" / target
    corpus.mkdir(parents=True, exist_ok=True)
    artifacts.mkdir(parents=True, exist_ok=True)
    options = [f"-runs={runs}", f"-max_len={TARGETS[target][0]}", f"-dict={FUZZ}/esc.dict", f"-artifact_prefix={artifacts}/"]
    options += ["-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1"]
    log = FUZZ / f"target/{target}.log"
    with log.open("wb") as output:
        command = [binaries() / target, *options, corpus, FUZZ / "corpus" / target]
        status = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT).returncode
    executions = re.findall(rb"stat::number_of_executed_units: (\d+)", log.read_bytes())
    count = int(executions[-1]) if executions else 0
    add(target, count)
    print(f"{target}: {count:,} executions" + (f", and a finding: see {log} and {artifacts}" if status else ""), flush=True)
    return status == 0


def read():
    """Executions by target and day."""
    counts = collections.Counter()
    lines = RECORD.read_text().splitlines() if RECORD.exists() else []
    for target, day, count in (line.split("\t") for line in lines if not line.startswith("#")):
        counts[target, day] += int(count)
    return counts


def add(target, count):
    """Adds to the record; several runs may do so at once."""
    with open(f"{RECORD}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        counts = read()
        counts[target, datetime.date.today().isoformat()] += count
        rows = [f"{target}\t{day}\t{count}\n" for (target, day), count in sorted(counts.items())]
        RECORD.write_text("# target, day, executions\n" + "".join(rows))


def table():
    """Writes the record into its page."""
    counts = read()
    rows = ["| target | executions | goal | last run |", "|---|---:|---:|---|"]
    for target, (_, goal) in TARGETS.items():
        days = [day for name, day in counts if name == target]
        if days:
            rows.append(f"| `{target}` | {sum(counts[target, day] for day in days):,} | {goal:,} | {max(days)} |")
    before, rest = PAGE.read_text().split(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(rows) + "\n\n" + END + rest.split(END, 1)[1])


def main():
    if sys.argv[1:] == ["table"]:
        return table()
    if len(sys.argv) < 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    results = [run(target, int(sys.argv[1])) for target in sys.argv[2:] or TARGETS]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
