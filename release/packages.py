#!/usr/bin/env python3
"""Packs the programs of one platform: an archive, a wheel for pip, and a package for npm with the one that chooses among the platforms.

    packages.py TARGET DIRECTORY_WITH_PROGRAMS OUT

The same programs give the same bytes.
"""

import base64
import csv
import gzip
import hashlib
import io
import json
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

# Rust's name of a platform: the tags of Python's wheels, and npm's os, cpu and libc.
PLATFORMS = {
    "x86_64-unknown-linux-gnu": (["manylinux_2_35_x86_64"], ("linux", "x64", "glibc")),
    "aarch64-unknown-linux-gnu": (["manylinux_2_35_aarch64"], ("linux", "arm64", "glibc")),
    "x86_64-unknown-linux-musl": (["musllinux_1_2_x86_64"], ("linux", "x64", "musl")),
    "aarch64-unknown-linux-musl": (["musllinux_1_2_aarch64"], ("linux", "arm64", "musl")),
    "x86_64-apple-darwin": (["macosx_10_12_x86_64"], ("darwin", "x64", None)),
    "aarch64-apple-darwin": (["macosx_11_0_arm64"], ("darwin", "arm64", None)),
    "x86_64-pc-windows-msvc": (["win_amd64"], ("win32", "x64", None)),
    "aarch64-pc-windows-msvc": (["win_arm64"], ("win32", "arm64", None)),
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


def wheel(target, programs, out):
    """A wheel that puts the programs onto the PATH of the environment."""
    tag = f"py3-none-{'.'.join(PLATFORMS[target][0])}"
    info = f"esc_lint-{version()}.dist-info"
    metadata = f"Metadata-Version: 2.4\nName: esc-lint\nVersion: {version()}\nSummary: {SUMMARY}\nLicense-Expression: Apache-2.0\n"
    metadata += "Requires-Python: >=3.8\nDescription-Content-Type: text/markdown\n\n" + (ROOT / "README.md").read_text(encoding="utf-8")
    files = [(f"esc_lint-{version()}.data/scripts/{file}", content, True) for file, content, _ in programs]
    files.append((f"{info}/METADATA", metadata.encode(), False))
    files.append((f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: esc-lint\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(), False))
    files.append((f"{info}/licenses/LICENSE", (ROOT / "LICENSE").read_bytes(), False))
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    for name, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.writerow([name, f"sha256={digest}", len(content)])
    rows.writerow([f"{info}/RECORD", "", ""])
    zip_file(out / f"esc_lint-{version()}-{tag}.whl", [*files, (f"{info}/RECORD", record.getvalue().encode(), False)])


def npm_name(target):
    os, cpu, libc = PLATFORMS[target][1]
    return f"{os}-{cpu}" + ("-musl" if libc == "musl" else "")


def npm(target, programs, out):
    """The package of the platform. npm installs it where it fits."""
    os, cpu, libc = PLATFORMS[target][1]
    package = {"name": f"@esc-lint/{npm_name(target)}", "version": version(), "description": f"{SUMMARY}: programs for {npm_name(target)}"}
    package |= {"license": "Apache-2.0", "os": [os], "cpu": [cpu]} | ({"libc": [libc]} if libc else {})
    files = [("package/package.json", json.dumps(package, indent=2).encode(), False)]
    files += [(f"package/bin/{file}", content, True) for file, content, _ in programs]
    tar_gz(out / f"npm-{npm_name(target)}-{version()}.tgz", [*files, ("package/LICENSE", (ROOT / "LICENSE").read_bytes(), False)])


def npm_wrapper(out):
    """The package that people install."""
    package = {"name": "esc-lint", "version": version(), "description": SUMMARY, "license": "Apache-2.0"}
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
    wheel(target, programs, out)
    npm(target, programs, out)
    # The same on all platforms; one of them is enough.
    if target == "x86_64-unknown-linux-gnu":
        npm_wrapper(out)


main()
