#!/bin/sh
# Writes the corpora, which are in the repository, anew: from fixtures, examples and pages, those that reach code which no other reaches.
# Needs the built targets (`cargo +nightly fuzz build --sanitizer none`).
set -eu
cd "$(dirname "$0")"
bin=${FUZZ_BIN:-target/$(rustc -vV | sed -n 's/^host: //p')/release}
seeds=target/seeds
rm -rf "$seeds"
for target in parse interpolation cook evaluation fixes formatter config protocol; do
    mkdir -p "$seeds/$target"
done

# put TARGET: what comes in becomes a seed.
put() {
    cat >"$seeds/new"
    mv "$seeds/new" "$seeds/$1/$(cksum <"$seeds/new" | tr ' ' -)"
}

# blocks FILE...: the YAML of Markdown pages, each block in a file of its own, whose names are printed.
blocks() {
    mkdir -p "$seeds/blocks"
    rm -f "$seeds"/blocks/*
    awk -v out="$seeds/blocks/" '/^ *```ya?ml/ { name = out (++count); inside = 1; next } /^ *```/ { inside = 0 } inside { print > name }' "$@"
    find "$seeds/blocks" -type f
}

environments() {
    find ../syntax/tests/fixtures ../syntax/tests/pictures ../examples ../tests/beginner ../tests/providers -type f -size -8k
    blocks ../docs/rules/*.md ../docs/preview.md ../docs/first-steps.md
}

environments | while read -r file; do
    for target in parse evaluation fixes formatter; do put $target <"$file"; done
    # One line each is enough for scalars and their interpolations.
    grep -aE '[$"\\|>'"'"']' "$file" | while IFS= read -r line; do
        printf '%s' "$line" | put interpolation
        printf '\000%s' "$line" | put cook
    done
done
blocks ../docs/configuration.md ../docs/ci.md ../docs/coming-from.md | while read -r file; do put config <"$file"; done

# session CAPABILITIES TEXT: an editor opens a document and asks everything about it.
session() {
    message() { printf '{"jsonrpc":"2.0",%s}\n' "$1"; }
    document='"textDocument":{"uri":"file:///envs/dev.yaml"}'
    place="$document,\"position\":{\"line\":3,\"character\":12}"
    range='"range":{"start":{"line":0,"character":0},"end":{"line":6,"character":0}}'
    message "\"id\":0,\"method\":\"initialize\",\"params\":{\"rootUri\":\"file:///\",\"capabilities\":$1}"
    message '"method":"initialized","params":{}'
    opened="\"uri\":\"file:///envs/dev.yaml\",\"languageId\":\"yaml\",\"version\":1,\"text\":\"$2\""
    message "\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{$opened}}"
    for method in completion hover definition declaration typeDefinition documentHighlight prepareRename prepareCallHierarchy signatureHelp; do
        message "\"id\":\"$method\",\"method\":\"textDocument/$method\",\"params\":{$place}"
    done
    for method in documentSymbol foldingRange documentLink semanticTokens/full codeLens diagnostic; do
        message "\"id\":\"$method\",\"method\":\"textDocument/$method\",\"params\":{$document}"
    done
    changed="\"textDocument\":{\"uri\":\"file:///envs/dev.yaml\",\"version\":2},\"contentChanges\":[{$range,\"text\":\"values:\\n  a: \${\"}]"
    message "\"method\":\"textDocument/didChange\",\"params\":{$changed}"
    for method in inlayHint semanticTokens/range; do
        message "\"id\":\"$method\",\"method\":\"textDocument/$method\",\"params\":{$document,$range}"
    done
    message "\"id\":30,\"method\":\"textDocument/codeAction\",\"params\":{$document,$range,\"context\":{\"diagnostics\":[]}}"
    message "\"id\":31,\"method\":\"textDocument/rename\",\"params\":{$place,\"newName\":\"b\"}"
    message "\"id\":32,\"method\":\"textDocument/references\",\"params\":{$place,\"context\":{\"includeDeclaration\":true}}"
    message "\"id\":33,\"method\":\"textDocument/formatting\",\"params\":{$document,\"options\":{\"tabSize\":2,\"insertSpaces\":true}}"
    message "\"id\":34,\"method\":\"textDocument/selectionRange\",\"params\":{$document,\"positions\":[{\"line\":1,\"character\":3}]}"
    message "\"id\":35,\"method\":\"workspace/symbol\",\"params\":{\"query\":\"a\"}"
    message "\"id\":36,\"method\":\"workspace/executeCommand\",\"params\":{\"command\":\"esc.mergedEnvironment\",\"arguments\":[{\"uri\":\"file:///envs/dev.yaml\"}]}"
    message "\"id\":37,\"method\":\"workspace/textDocumentContent\",\"params\":{\"uri\":\"esc:/imports.md\"}"
    message '"id":38,"method":"workspace/diagnostic","params":{"previousResultIds":[]}'
    message '"method":"$/cancelRequest","params":{"id":38}'
    message "\"method\":\"textDocument/didClose\",\"params\":{$document}"
}
for profile in ../server/tests/it/profiles/*.json; do
    session "$(tr -d '\n' <"$profile")" 'imports: [base]\nvalues:\n  a: 1\n  b: \"${a}-${region}\"\n  environmentVariables:\n    A: ${b}\n' | put protocol
done
session '{}' 'values:\n  a:\n    fn::open::aws-login:\n      oidc: {roleArn: x}\n  b: {fn::toJson: ${a.accessKeyId}}\n' | put protocol
printf 'Content-Length: 2\r\n\r\n{}\nhello\n{"jsonrpc":"2.0","id":1,"method":"shutdown"}\n{"jsonrpc":"2.0","method":"exit"}' | put protocol

for target in parse interpolation cook evaluation fixes formatter config protocol; do
    rm -rf "corpus/$target"
    mkdir -p "corpus/$target"
    "$bin/$target" -merge=1 -max_len=8192 "corpus/$target" "$seeds/$target" 2>"$seeds/log"
    echo "$target: $(find "corpus/$target" -type f | wc -l) of $(find "$seeds/$target" -type f | wc -l) texts"
done
