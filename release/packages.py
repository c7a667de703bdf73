#!/usr/bin/env python3
"""Packs the programs of one platform: an archive, and a package for npm with the one that chooses among the platforms.

    packages.py TARGET DIRECTORY_WITH_PROGRAMS OUT

The same programs give the same bytes. Wheels for pip are maturin's, as `pyproject.toml` says.
"""

import gzip
import io
import json
import os
import re
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ["esc-lint", "esc-language-server"]
SUMMARY = "Linter and language server for Pulumi ESC environment files"
# Archives have no dates, so that they can be made again.
DATE = (1980, 1, 1, 0, 0, 0)

# Rust's name of a platform, and npm's os, cpu and libc.
PLATFORMS = {
    "x86_64-unknown-linux-gnu": ("linux", "x64", "glibc"),
    "aarch64-unknown-linux-gnu": ("linux", "arm64", "glibc"),
    "x86_64-unknown-linux-musl": ("linux", "x64", "musl"),
    "aarch64-unknown-linux-musl": ("linux", "arm64", "musl"),
    "x86_64-apple-darwin": ("darwin", "x64", None),
    "aarch64-apple-darwin": ("darwin", "arm64", None),
    "x86_64-pc-windows-msvc": ("win32", "x64", None),
    "aarch64-pc-windows-msvc": ("win32", "arm64", None),
}

SHIM = """#!/usr/bin/env node
// Runs the program of this platform, which npm has installed as one of the optional dependencies.
const { spawnSync } = require("node:child_process");
const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
const platform = `${process.platform}-${process.arch}${musl ? "-musl" : ""}`;
let program;
try {
  program = require.resolve(`@esc-lint/${platform}/bin/NAME${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`error: there is no esc-lint for ${platform}, or npm was told to leave out optional dependencies`);
  process.exit(2);
}
const { status, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) console.error(`error: ${error.message}`);
process.exit(status ?? 2);
"""


def version():
    return re.search(r'^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.M)[1]


def file_names(target):
    return [name + (".exe" if "windows" in target else "") for name in PROGRAMS]


def tar_gz(path, files):
    """`files` are name, content and whether it is a program."""
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content, is_program in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755 if is_program else 0o644
            tar.addfile(entry, io.BytesIO(content))


def zip_file(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, is_program in files:
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if is_program else 0o100644) << 16
            archive.writestr(entry, content)


def archive(target, programs, out):
    """What people download: the programs, the licence, the readme."""
    texts = [(name, (ROOT / name).read_bytes(), False) for name in ("LICENSE", "README.md", "CHANGELOG.md")]
    name = f"esc-lint-{version()}-{target}"
    files = [(f"{name}/{file}", content, is_program) for file, content, is_program in programs + texts]
    zip_file(out / f"{name}.zip", files) if "windows" in target else tar_gz(out / f"{name}.tar.gz", files)


def home():
    """Where the project lives, which npm compares with where a package was built. Only the workflow knows."""
    repository = os.environ.get("GITHUB_REPOSITORY")
    return {"repository": {"type": "git", "url": f"git+https://github.com/{repository}.git"}} if repository else {}


def npm_name(target):
    system, cpu, libc = PLATFORMS[target]
    return f"{system}-{cpu}" + ("-musl" if libc == "musl" else "")


def npm(target, programs, out):
    """The package of the platform. npm installs it where it fits."""
    system, cpu, libc = PLATFORMS[target]
    package = {"name": f"@esc-lint/{npm_name(target)}", "version": version(), "description": f"{SUMMARY}: programs for {npm_name(target)}"}
    package |= {"license": "Apache-2.0", "os": [system], "cpu": [cpu]} | ({"libc": [libc]} if libc else {}) | home()
    files = [("package/package.json", json.dumps(package, indent=2).encode(), False)]
    files += [(f"package/bin/{file}", content, True) for file, content, _ in programs]
    tar_gz(out / f"npm-{npm_name(target)}-{version()}.tgz", [*files, ("package/LICENSE", (ROOT / "LICENSE").read_bytes(), False)])


def npm_wrapper(out):
    """The package that people install."""
    package = {"name": "esc-lint", "version": version(), "description": SUMMARY, "license": "Apache-2.0"}
    package |= home()
    package["bin"] = {name: f"bin/{name}.js" for name in PROGRAMS}
    package["optionalDependencies"] = {f"@esc-lint/{npm_name(target)}": version() for target in PLATFORMS}
    files = [("package/package.json", json.dumps(package, indent=2).encode(), False)]
    files += [(f"package/bin/{name}.js", SHIM.replace("NAME", name).encode(), True) for name in PROGRAMS]
    files += [(f"package/{name}", (ROOT / name).read_bytes(), False) for name in ("LICENSE", "README.md")]
    tar_gz(out / f"npm-esc-lint-{version()}.tgz", files)


def main():
    target, directory, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    programs = [(name, (directory / name).read_bytes(), True) for name in file_names(target)]
    archive(target, programs, out)
    npm(target, programs, out)
    # The same on all platforms; one of them is enough.
    if target == "x86_64-unknown-linux-gnu":
        npm_wrapper(out)


main()
