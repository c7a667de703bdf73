#!/usr/bin/env bash
# Checks the workflows, makes the packages of this platform from a debug build, and installs them as people do. Needs Linux on x64.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=x86_64-unknown-linux-gnu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet --disable-pip-version-check check-jsonschema==0.39.0 zizmor==1.32.0
"$work/tools/bin/check-jsonschema" --builtin-schema vendor.github-workflows .github/workflows/*.yml
"$work/tools/bin/zizmor" --offline --no-progress --quiet .github/workflows

cargo build --quiet -p esc-lint -p esc-language-server
mkdir -p "$work/programs" "$work/dist" "$work/again"
for program in esc-lint esc-language-server; do strip -o "$work/programs/$program" "target/debug/$program"; done
python3 release/packages.py $target "$work/programs" "$work/dist"
python3 release/packages.py $target "$work/programs" "$work/again"
diff -r "$work/dist" "$work/again"

# runs DIRECTORY: the programs that were installed there.
runs() {
  "$1/esc-lint" --version
  "$1/esc-language-server" --version
  "$1/esc-lint" --quiet examples/envs
}

mkdir "$work/archive" && tar xzf "$work"/dist/*-$target.tar.gz -C "$work/archive" && runs "$work"/archive/*/
# A debug build needs a C library that is as new as this machine's; the tag of the wheel is that of the release's.
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check --no-index "$work"/dist/*.whl && runs "$work/python/bin"
mkdir "$work/node" && cd "$work/node" && echo '{"private": true}' >package.json
npm install --silent --offline --no-audit --no-fund --omit=optional "$work"/dist/npm-esc-lint-*.tgz
npm install --silent --offline --no-audit --no-fund --omit=optional --no-save "$work"/dist/npm-esc-lint-*.tgz "$work"/dist/npm-linux-x64-*.tgz
cd "$root"
runs "$work/node/node_modules/.bin"
echo "workflows, archive, wheel and npm packages: fine"
