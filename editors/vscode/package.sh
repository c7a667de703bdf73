#!/usr/bin/env bash
# Makes the package of one platform, with the server inside, or the one without a platform, which finds its server elsewhere.
#
#   package.sh OUT                    without a server
#   package.sh OUT TARGET SERVER      such as linux-x64, and the server for it
#
# Packages for Unix have to be made on Unix, where the server keeps its mode.
set -euo pipefail
cd "$(dirname "$0")"
out=$(realpath "$1")
target=()
trap 'rm -rf server LICENSE' EXIT
rm -rf server
cp ../../LICENSE LICENSE
if [ $# -eq 3 ]; then
  target=(--target "$2")
  mkdir server
  install -m 755 "$3" "server/esc-language-server$(case $2 in win32-*) echo .exe ;; esac)"
fi
npx vsce package --no-dependencies --allow-missing-repository --no-rewrite-relative-links "${target[@]}" --out "$out"
