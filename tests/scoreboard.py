#!/usr/bin/env python3
"""Compares a build with the recorded reference verdicts in ../shared, and fails if a figure is worse than in scoreboard.json.

usage: scoreboard.py [--bin target/release/esc-lint] [--update]

Without ../shared there is nothing to compare with; that is said, and is no failure. --update writes the figures of this build.
"""
import argparse
import json
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
SHARED = TOP.parent / "shared"
RECORD = TOP / "tests" / "scoreboard.json"
CORPUS = ["--facts", str(SHARED / "corpus/real.facts.jsonl"), "--cases", str(SHARED / "corpus/real")]
BOARDS = {
    "conformance": ["conformance/score.py", "--preview"],
    "corpus": ["conformance/score.py", "--preview", *CORPUS],
    "yaml": ["yaml/score.py"],
}
LESS_IS_BETTER = {"broke", "severity_wrong"}
NOT_FIGURES = {"set", "cases"}


def figures(command, binary):
    """The figures of one scoreboard, by set."""
    run = subprocess.run([sys.executable, *command, "--bin", binary], cwd=SHARED, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return {row["set"]: {k: v for k, v in row.items() if k not in NOT_FIGURES and v is not None} for row in rows}


def worse(recorded, measured):
    """Every figure that is worse than recorded, or missing."""
    for name, figure in recorded.items():
        got = measured.get(name)
        if got is None or (got > figure if name in LESS_IS_BETTER else got < figure):
            yield f"{name} {got}, was {figure}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default=str(TOP / "target/release/esc-lint"))
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    boards = {name: command for name, command in BOARDS.items() if (SHARED / command[0]).exists()}
    if not boards:
        print("skipped: ../shared is not there, so there are no recorded verdicts to compare with")
        return 0
    measured = {name: figures(command, str(pathlib.Path(args.bin).resolve())) for name, command in boards.items()}
    if args.update:
        RECORD.write_text(json.dumps(measured, indent=2) + "\n")
    recorded = json.loads(RECORD.read_text())
    bad = 0
    for board, sets in measured.items():
        for name, got in sets.items():
            print(f"{board} {name}: " + ", ".join(f"{k} {v}" for k, v in got.items()))
            for message in worse(recorded.get(board, {}).get(name, {}), got):
                bad += 1
                print(f"  WORSE: {message}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
