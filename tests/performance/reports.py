#!/usr/bin/env python3
"""How long a run takes in each report format: 2,000 files with 5,000 findings, and 10,000 findings.

    cargo build --release -p esc-lint && python3 tests/performance/reports.py

The best of several runs counts, since a machine that does something else only ever makes a run longer. With --check, a run that takes longer than
its limit is a failure.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = ROOT / "target/release/esc-lint"
FORMATS = "full concise json jsonl sarif github gitlab junit checkstyle rdjson".split()
RUNS = 5


def environment(number: int, findings: int) -> str:
    """An environment of some sixty lines, as people write them."""
    lines = ["values:", "  aws:", "    login:", "      fn::open::aws-login:", "        oidc:"]
    lines += [f"          roleArn: arn:aws:iam::123456789012:role/esc-{number}", "          sessionName: esc"]
    lines += [f"  app{n}:\n    host: host-{n}.example.com\n    port: {8000 + n}\n    url: https://${{app{n}.host}}/" for n in range(10)]
    lines += [f"  broken{n}: ${{nothing{n}}}" for n in range(findings)]
    lines += ["  environmentVariables:", "    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}"]
    lines += ["    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}", "    AWS_SESSION_TOKEN: ${aws.login.sessionToken}"]
    return "\n".join(lines) + "\n"


def measure(directory: str, arguments: list[str]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        run = subprocess.run([COMMAND, *arguments], cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        best = min(best, time.perf_counter() - start)
        if run.returncode > 1:
            sys.exit(run.stderr.decode())
    return best * 1000


def main() -> None:
    slow = []
    # Files, findings in every second of them, limit in milliseconds.
    for files, findings, limit in [(2000, 5, 400), (2000, 10, 1000)]:
        with tempfile.TemporaryDirectory() as directory:
            for number in range(files):
                path = pathlib.Path(directory, f"e{number}.yaml")
                path.write_text(environment(number, findings if number % 2 else 0))
            print(f"{files} files, {files // 2 * findings} findings, limit {limit} ms")
            for name in FORMATS:
                took = measure(directory, ["--output-format", name, "."])
                print(f"  {name:<11} {took:5.0f} ms")
                if took > limit:
                    slow.append(name)
    if slow and "--check" in sys.argv:
        sys.exit(f"too slow: {', '.join(slow)}")


if __name__ == "__main__":
    main()
