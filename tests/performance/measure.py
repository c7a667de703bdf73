#!/usr/bin/env python3
"""Measures everything that docs/performance.md has figures of, and puts them there with the machine, the versions and the day.

    python3 tests/performance/measure.py [NAME...]

The page has a marker for each measurement, `<!-- measured: NAME -->`, and what the command printed stands behind it, up to `<!-- end -->`. Without
names, all of them are measured again, one after the other, which takes about a quarter of an hour. The machine should have nothing else to do.
"""

import datetime
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/performance.md"
HERE = pathlib.Path("tests/performance")
BLOCK = re.compile(r"(<!-- measured: (?P<name>[\w-]+) -->\n)(.*?)(<!-- end -->\n)", re.DOTALL)
# What prints Markdown; anything else is shown as it is.
MARKDOWN = {"scale", "side-by-side"}


def run(*command: str) -> str:
    """What a command prints. A bench that passes one of its limits ends with an error, and its figures count all the same."""
    print("$", *command, file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, env={**os.environ, "CARGO_TERM_QUIET": "true", "NO_COLOR": "1"})
    return done.stdout.replace("\x1b[0m", "")


def bench(package: str, name: str) -> str:
    return run("cargo", "bench", "-p", package, "--bench", name)


def machine() -> str:
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    commit = run("git", "log", "-1", "--format=%h of %cs").strip()
    return "\n".join([
        f"{model[1] if model else platform.processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        run("rustc", "--version").strip(),
        f"measured on {datetime.date.today()}, at commit {commit}",
    ])


def instructions() -> str:
    printed = run("cargo", "bench", "--manifest-path", "tests/instructions/Cargo.toml")
    found = re.findall(r"^\w+::\w+::(\w+) (\w+):.*\n\s+Instructions:\s+(\d+)", printed, re.MULTILINE)
    return "\n".join(f"{step:10} {what:16} {int(count):>12,}" for step, what, count in found)


def peers() -> str:
    with tempfile.TemporaryDirectory() as directory:
        run(sys.executable, str(HERE / "generate.py"), directory, "--environments", "2000", "--fan-in", "80")
        return run("cargo", "run", "--release", "--manifest-path", "tests/peers/Cargo.toml", "--", directory)


def sizes() -> str:
    run("cargo", "build", "--release", "-p", "esc-lint", "-p", "esc-language-server")
    lines = []
    for name in ["esc-lint", "esc-language-server"]:
        with tempfile.NamedTemporaryFile() as stripped:
            subprocess.run(["strip", "-o", stripped.name, ROOT / "target/release" / name], check=True)
            lines.append(f"{name:20} {os.path.getsize(stripped.name) / 2**20:6.1f} MiB, stripped")
    return "\n".join(lines)


MEASUREMENTS = {
    "machine": machine,
    "parse": lambda: bench("esc-syntax", "parse"),
    "rules": lambda: bench("esc-analysis", "rules"),
    "growth": lambda: bench("esc-analysis", "evaluation"),
    "server": lambda: bench("esc-language-server", "latency"),
    "reports": lambda: run(sys.executable, str(HERE / "reports.py")),
    "scale": lambda: run(sys.executable, str(HERE / "scale.py")),
    "instructions": instructions,
    "peers": peers,
    "side-by-side": lambda: run(sys.executable, str(HERE / "side_by_side.py"), "--runs", "3"),
    "sizes": sizes,
}


def main() -> None:
    text = PAGE.read_text()
    there = [match["name"] for match in BLOCK.finditer(text)]
    wanted = sys.argv[1:] or there
    if unknown := [name for name in wanted if name not in MEASUREMENTS or name not in there]:
        sys.exit(f"no such measurement: {', '.join(unknown)}; there are {', '.join(there)}")
    for name in wanted:
        printed = "\n".join(line.rstrip() for line in MEASUREMENTS[name]().strip("\n").splitlines())
        print(printed, flush=True)
        block = printed if name in MARKDOWN else f"```text\n{printed}\n```"
        text = BLOCK.sub(lambda match: match[0] if match["name"] != name else f"{match[1]}\n{block}\n\n{match[4]}", text)
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
