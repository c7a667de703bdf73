#!/usr/bin/env bash
# Packs the extension for VS Code once for each platform, and once without a server.
#
#   extensions.sh BUILT OUT
#
# BUILT has a directory for each of Rust's targets, with the archive that `packages.py` made.
set -euo pipefail
built=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# pack PLATFORM TARGET: VS Code's and Rust's name of it.
pack() {
  local name=esc-lint-$version-$2 program=esc-language-server
  if [ -e "$built/$2/$name.zip" ]; then
    unzip -q "$built/$2/$name.zip" -d "$work"
    program+=.exe
  else
    tar xzf "$built/$2/$name.tar.gz" -C "$work"
  fi
  "$root/editors/vscode/package.sh" "$out/pulumi-esc-$version-$1.vsix" "$1" "$work/$name/$program"
}

pack linux-x64 x86_64-unknown-linux-gnu
pack linux-arm64 aarch64-unknown-linux-gnu
pack alpine-x64 x86_64-unknown-linux-musl
pack alpine-arm64 aarch64-unknown-linux-musl
pack darwin-x64 x86_64-apple-darwin
pack darwin-arm64 aarch64-apple-darwin
pack win32-x64 x86_64-pc-windows-msvc
pack win32-arm64 aarch64-pc-windows-msvc
"$root/editors/vscode/package.sh" "$out/pulumi-esc-$version.vsix"
