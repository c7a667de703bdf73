#!/usr/bin/env python3
"""Looks into the extensions that `extensions.sh` made: one for each platform and one for all others, each with its server, which may be run.

    check_extensions.py DIRECTORY SERVER

An editor installs the extension of another platform without a word, so that nobody else would notice.
"""

import json
import re
import sys
import zipfile
from pathlib import Path

PLATFORMS = ["linux-x64", "linux-arm64", "alpine-x64", "alpine-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"]
NEEDED = ["package.json", "readme.md", "changelog.md", "LICENSE.txt", "dist/extension.js", "syntaxes/injection.tmLanguage.json", "snippets.json"]


def check(path, platform, version, server):
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        missing = [name for name in NEEDED if f"extension/{name}" not in names]
        assert not missing, f"{path.name} lacks {missing}"
        assert json.loads(package.read("extension/package.json"))["version"] == version, f"{path.name} has another version than the workspace"
        told = re.search(r'TargetPlatform="([^"]*)"', package.read("extension.vsixmanifest").decode())
        assert (told and told[1]) == platform, f"{path.name} is for {told and told[1]}"
        servers = [name for name in names if name.startswith("extension/server/")]
        if platform is None:
            assert not servers, f"{path.name} has {servers}"
            return
        name = "extension/server/esc-language-server" + (".exe" if platform.startswith("win32") else "")
        assert servers == [name], f"{path.name} has {servers}"
        assert package.read(name) == server, f"{path.name} has another server"
        assert package.getinfo(name).external_attr >> 16 & 0o111 == 0o111, f"{path.name}: nobody may run the server"


def main():
    directory, server = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
    root = Path(__file__).resolve().parent.parent
    version = re.search(r'^version = "([^"]+)"', (root / "Cargo.toml").read_text(encoding="utf-8"), re.M)[1]
    expected = {f"pulumi-esc-{version}-{platform}.vsix": platform for platform in PLATFORMS} | {f"pulumi-esc-{version}.vsix": None}
    made = {path.name for path in directory.iterdir()}
    assert made == set(expected), f"made: {sorted(made)}"
    for name, platform in expected.items():
        check(directory / name, platform, version, server)
    print(f"{len(expected)} extensions")


main()
