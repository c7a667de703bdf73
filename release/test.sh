#!/usr/bin/env bash
# Checks the workflows, makes the packages of this platform from a debug build, and installs them as people do. Extensions are made for all platforms,
# as if this one's programs were theirs, and looked into. Needs Linux on x64.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=x86_64-unknown-linux-gnu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet --disable-pip-version-check check-jsonschema==0.39.0 zizmor==1.32.0 maturin==1.9.6
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
# The wheel has the command alone, as `pip install .` has it.
"$work/tools/bin/maturin" build --quiet --profile dev --target-dir target --out "$work/wheel"
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check --no-index "$work"/wheel/*.whl
"$work/python/bin/esc-lint" --version
"$work/python/bin/esc-lint" --quiet examples/envs
mkdir "$work/node" && cd "$work/node" && echo '{"private": true}' >package.json
npm install --silent --offline --no-audit --no-fund --omit=optional "$work"/dist/npm-esc-lint-*.tgz
npm install --silent --offline --no-audit --no-fund --omit=optional --no-save "$work"/dist/npm-esc-lint-*.tgz "$work"/dist/npm-linux-x64-*.tgz
cd "$root"
runs "$work/node/node_modules/.bin"

# All platforms as the release has them, with programs that are at least of the right name.
targets="x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu x86_64-unknown-linux-musl aarch64-unknown-linux-musl
  x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc aarch64-pc-windows-msvc"
for program in esc-lint esc-language-server; do ln "$work/programs/$program" "$work/programs/$program.exe"; done
for built in $targets; do
  mkdir -p "$work/built/$built"
  python3 release/packages.py "$built" "$work/programs" "$work/built/$built"
done
[ -e editors/vscode/node_modules/.package-lock.json ] || (cd editors/vscode && npm ci --silent --ignore-scripts)
release/extensions.sh "$work/built" "$work/vsix" >/dev/null
python3 release/check_extensions.py "$work/vsix" "$work/programs/esc-language-server"
echo "workflows, archive, wheel, npm packages and extensions: fine"
