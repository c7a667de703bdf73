#!/usr/bin/env python3
"""esc-lint and its server next to what people use for YAML, on the same files, in one run.

    cargo build --release -p esc-lint -p esc-language-server && python3 tests/performance/side_by_side.py

Peers are installed from PyPI, npm and crates.io into target/side-by-side, which needs a network the first time. They check against the schema that
`esc-lint schema` prints. Prints the table that docs/performance.md holds. Runs take turns, so that a machine whose speed drifts is slow for
everyone, and the median counts. With --check, a goal that is missed is a failure; --quick tries whether everything works.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import queue
import re
import statistics
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target/side-by-side"
LINT = ROOT / "target/release/esc-lint"
SERVER = ROOT / "target/release/esc-language-server"
PYPI = ["yamllint==1.38.0", "check-jsonschema==0.39.0"]
NPM = "yaml-language-server@2.0.0"
YAML_SERVER = WORK / "npm/node_modules/yaml-language-server/bin/yaml-language-server"
# Longer than any answer takes, in seconds.
PATIENCE = 120


def install():
    """The peers, where they are not there yet."""
    WORK.mkdir(parents=True, exist_ok=True)
    if not (WORK / "venv/bin/check-jsonschema").exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        subprocess.run([WORK / "venv/bin/pip", "install", "-q", *PYPI], check=True)
    if not YAML_SERVER.exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", WORK / "npm", NPM], check=True)


def workspace(environments):
    """Environments, the schema of them, and a short one by itself."""
    root = WORK / f"workspace-{environments}"
    generate = ROOT / "tests/performance/generate.py"
    arguments = ["--environments", str(environments), "--fan-in", str(max(2, environments // 25))]
    subprocess.run([sys.executable, generate, root, *arguments], check=True, stdout=subprocess.DEVNULL)
    schema = WORK / "schema.json"
    schema.write_bytes(subprocess.check_output([LINT, "schema", "document"]))
    alone = WORK / "alone/one.yaml"
    alone.parent.mkdir(exist_ok=True)
    # Without a plain secret: git would be asked whether it tracks the file, and takes longer than everything else together.
    alone.write_text(document(20).replace("{fn::secret: x}", "${stage}"))
    return root, sorted(root.rglob("*/*.yaml")), schema, alone


def document(lines):
    """An environment of that many lines, with a place for a mistake in the first."""
    text = "description: text\nvalues:\n  stage: dev\n"
    service = 0
    while text.count("\n") < lines:
        text += f"  service-{service}:\n    url: https://${{stage}}.example.com:{8000 + service}/\n    tags: [web, gold]\n    key: {{fn::secret: x}}\n"
        service += 1
    return text


def timed(command, cwd):
    """Seconds from the start of a process to its end. `subprocess` takes longer to start one than a short run lasts."""
    output = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    errors = os.open(WORK / "errors", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.chdir(cwd)
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[*output, (os.POSIX_SPAWN_DUP2, errors, 2)])
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    took = time.perf_counter() - start
    # 1 stands for findings, in all of them.
    if status not in (0, 1):
        sys.exit(f"{command[0]} fails: {os.pread(errors, 500, 0).decode()}")
    os.close(errors)
    return took


def race(commands, cwd, runs):
    """The median of each command."""
    times = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(timed(command, cwd))
    return {name: statistics.median(each) for name, each in times.items()}


def commands(paths, schema):
    """What checks these files, each with its defaults."""
    return {
        "esc-lint": [LINT, *paths],
        "yamllint": [WORK / "venv/bin/yamllint", *paths],
        "check-jsonschema": [WORK / "venv/bin/check-jsonschema", "--schemafile", schema, *paths],
    }


class Client:
    """Speaks to a language server as an editor that is told of diagnostics, and answers what it asks."""

    def __init__(self, command, folder, settings):
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.settings = settings
        self.published = queue.Queue()
        self.answers = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        capabilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {}, "workspaceFolders": True},
            "textDocument": {"publishDiagnostics": {"versionSupport": True}, "synchronization": {}},
        }
        folders = [{"uri": folder.as_uri(), "name": "side by side"}]
        params = {"processId": os.getpid(), "rootUri": folder.as_uri(), "workspaceFolders": folders, "capabilities": capabilities}
        self.send({"id": 0, "method": "initialize", "params": params})
        self.answers.get(timeout=PATIENCE)
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": settings})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self):
        while head := self.server.stdout.readline():
            if not head.lower().startswith(b"content-length:"):
                continue
            length = int(head.split(b":")[1])
            while self.server.stdout.readline().strip():
                pass
            message = json.loads(self.server.stdout.read(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                self.published.put((time.perf_counter(), message["params"]))
            elif "method" not in message:
                self.answers.put(message)
            elif "id" in message:
                self.send({"id": message["id"], "result": self.answer(message)})

    def answer(self, message):
        if message["method"] == "workspace/configuration":
            return [self.settings.get(item.get("section"), {}) for item in message["params"]["items"]]
        return None

    def diagnosed(self, uri, is_mistaken):
        """When the diagnostics of a text come that has a mistake, or has none."""
        while True:
            when, params = self.published.get(timeout=PATIENCE)
            errors = [found for found in params["diagnostics"] if found.get("severity", 1) == 1]
            if params["uri"] == uri and bool(errors) == is_mistaken:
                return when

    def edits(self, path, text, rounds):
        """From an edit to its diagnostics, in seconds: a mistake comes, and goes again."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        self.diagnosed(uri, False)
        times, end = [], len("description: text")
        for version in range(2, 2 + rounds):
            new = "[]" if version % 2 == 0 else "text"
            span = {"start": {"line": 0, "character": len("description: ")}, "end": {"line": 0, "character": end}}
            end = len("description: ") + len(new)
            start = time.perf_counter()
            change = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"range": span, "text": new}]}
            self.notify("textDocument/didChange", change)
            times.append(self.diagnosed(uri, new == "[]") - start)
        return times

    def close(self):
        self.server.kill()
        self.server.wait()


def editing(lines, rounds, schema):
    """The medians of both servers."""
    folder = WORK / f"editing-{lines}"
    folder.mkdir(exist_ok=True)
    path = folder / "dev.yaml"
    path.write_text(document(lines))
    settings = {"yaml": {"validate": True, "schemaStore": {"enable": False}, "schemas": {schema.as_uri(): "*.yaml"}}}
    medians = {}
    for name, command, own in [("esc-lint", [SERVER], {}), ("yaml-language-server", ["node", YAML_SERVER, "--stdio"], settings)]:
        client = Client(command, folder, own)
        try:
            medians[name] = statistics.median(client.edits(path, document(lines), rounds))
        except queue.Empty:
            sys.exit(f"{name} says nothing about {lines} lines within {PATIENCE} s")
        finally:
            client.close()
    return medians


def parsers(root):
    """What `tests/peers` says: of each contestant its name and its microseconds a file."""
    command = ["cargo", "run", "-q", "--release", "--manifest-path", ROOT / "tests/peers/Cargo.toml", "--", root]
    lines = subprocess.check_output(command, text=True).splitlines()
    return [(found[1].strip(), float(found[2])) for found in (re.match(r"(.+?)\s+([\d.]+) us a file", line) for line in lines) if found]


def versions():
    def of(*command):
        return subprocess.check_output(command, text=True).strip().split()[-1]

    package = json.loads((YAML_SERVER.parents[1] / "package.json").read_text())["version"]
    tools = WORK / "venv/bin"
    commit = of("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    peers = f"yamllint {of(tools / 'yamllint', '--version')}, check-jsonschema {of(tools / 'check-jsonschema', '--version')}"
    return f"esc-lint {of(LINT, '--version')} ({commit}), {peers}, yaml-language-server {package} on node {of('node', '--version')}"


def machine():
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M) if platform.system() == "Linux" else None
    return f"{os.cpu_count()} cores of {model[1] if model else platform.processor() or platform.machine()}, {platform.system()}"


def short(value):
    """As many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


class Table:
    def __init__(self):
        self.missed = []
        print("| | esc-lint | peer | | goal |\n|---|---:|---:|---:|---:|")

    def row(self, what, own, peer, unit, goal, at_most=False):
        """A line: how many times faster (or, with `at_most`, slower) than the peer, and what was to be reached."""
        scale = {"ms": 1e3, "µs": 1e6}[unit]
        ratio = own / peer if at_most else peer / own
        met = goal is None or (ratio <= goal if at_most else ratio >= goal)
        if not met:
            self.missed.append(what)
        wanted = "" if goal is None else f"{'≤' if at_most else '≥'} {goal}" + ("" if met else " (missed)")
        print(f"| {what} | {short(own * scale)} {unit} | {short(peer * scale)} {unit} | {short(ratio)} × | {wanted} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    environments, runs = (50, 1) if args.quick else (args.environments, args.runs)
    install()
    root, paths, schema, alone = workspace(environments)
    print(f"{machine()}; {datetime.date.today()}; {'one run' if runs == 1 else f'medians of {runs} runs'}; {versions()}.\n")
    table = Table()

    batch = race(commands(paths, schema), root, runs)
    for peer, goal in [("yamllint", 100), ("check-jsonschema", 60)]:
        own, other = (batch[name] / len(paths) for name in ("esc-lint", peer))
        table.row(f"a file of {len(paths):,}: `{peer}`", own, other, "µs", goal)
    start = race(commands([alone], schema), alone.parent, runs * 5)
    for peer in ("yamllint", "check-jsonschema"):
        table.row(f"one file of 20 lines, start to end: `{peer}`", start["esc-lint"], start[peer], "ms", 20)
    for lines, goal in [(1_000, 20), (20_000, 10)]:
        medians = editing(lines, 4 if args.quick else 4 * runs, schema)
        table.row(f"edit to diagnostics, {lines:,} lines: `yaml-language-server`", *medians.values(), "ms", goal)
    (_, own), *others = parsers(root)
    for name, other in others:
        table.row(f"whole lint of a text and bare {name}", own / 1e6, other / 1e6, "µs", 3 if "yaml-rust2" in name else None, at_most=True)

    if start["esc-lint"] > 0.005:
        table.missed.append(f"start on one file: {start['esc-lint'] * 1e3:.1f} ms, goal 5 ms")
    if table.missed:
        print("\nmissed: " + "; ".join(table.missed))
    sys.exit(bool(table.missed and args.check))


if __name__ == "__main__":
    main()
