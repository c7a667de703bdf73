#!/bin/sh
# Fills the corpora with the texts of this repository, and those of ../shared where that is there.
set -eu
cd "$(dirname "$0")"
for target in parse interpolation cook lint; do
    mkdir -p "corpus/$target"
done
find ../syntax/tests/fixtures ../syntax/tests/pictures ../examples ../../shared/corpus ../../shared/conformance \
    -type f -size -100k 2>/dev/null | while read -r file; do
    name=$(printf '%s' "$file" | cksum | cut -d ' ' -f 1)
    cp "$file" "corpus/parse/$name"
    chmod u+w "corpus/parse/$name"
done
cp corpus/parse/* corpus/lint/
# One line each is enough for scalars and their interpolations.
cat corpus/parse/* | tr -d '\r' | sort -u | grep -aE '[$"\\|>'"'"']' | head -n 2000 | while IFS= read -r line; do
    name=$(printf '%s' "$line" | cksum | cut -d ' ' -f 1)
    printf '%s' "$line" >"corpus/interpolation/$name"
    printf '\000%s' "$line" >"corpus/cook/$name"
done
