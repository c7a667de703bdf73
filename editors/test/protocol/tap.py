#!/usr/bin/env python3
"""Stands between an editor and the language server, passes everything on, and writes it down.

    tap.py LOG -- SERVER ARGS...

LOG gets a line of JSON for each message: {"from": "client" | "server", "message": {...}}, or "bad" where something is no message. LOG.pid
holds the process id of the server.
"""

import json
import os
import subprocess
import sys
import threading

split = sys.argv.index("--")
log = open(sys.argv[1], "a", buffering=1, encoding="utf-8")
lock = threading.Lock()
server = subprocess.Popen(sys.argv[split + 1 :], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
with open(sys.argv[1] + ".pid", "w", encoding="utf-8") as pid:
    pid.write(str(server.pid))


def note(sender, **what):
    with lock:
        log.write(json.dumps({"from": sender, **what}) + "\n")


def head(source, sender):
    """The bytes of a header, and the length that it tells. Nothing at the end."""
    read, length = b"", None
    while line := source.readline():
        read += line
        if line == b"\r\n":
            return read, length
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif name.lower() != b"content-type":
            note(sender, bad=f"no header: {line!r}")
    return b"", None


def pump(source, target, sender):
    while True:
        read, length = head(source, sender)
        if not read:
            break
        if length is None:
            note(sender, bad=f"no Content-Length: {read!r}")
            continue
        body = source.read(length)
        # Before it is passed on, or a quick answer is written down before its request.
        try:
            note(sender, message=json.loads(body))
        except ValueError as error:
            note(sender, bad=f"{error}: {body[:200]!r}")
        try:
            target.write(read + body)
            target.flush()
        except OSError:
            break
    try:
        target.close()
    except OSError:
        pass


threading.Thread(target=pump, args=(sys.stdin.buffer, server.stdin, "client"), daemon=True).start()
pump(server.stdout, sys.stdout.buffer, "server")
code = server.wait()
note("end", code=code)
# A signal's number is negative here, and no exit code. At once: the other thread may be reading, which an orderly end does not survive.
os._exit(code if code >= 0 else 128 - code)
