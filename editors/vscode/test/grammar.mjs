// What the injected grammar makes of functions and interpolations inside every style of YAML's scalars, with the editor's own YAML grammar around it.
// Started by ../../test.sh, with EDITOR_MAIN and EXTENSION set.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const { EDITOR_MAIN, EXTENSION } = process.env;
const editor = path.dirname(path.dirname(EDITOR_MAIN));
// The editor's own tokenizer, so that there is no other version of it.
const require = createRequire(path.join(editor, "package.json"));
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const grammarFiles = new Map([
  ["esc.injection", path.join(EXTENSION, "syntaxes/injection.tmLanguage.json")],
  ["source.yaml.pulumi-esc", path.join(EXTENSION, "syntaxes/pulumi-esc.tmLanguage.json")],
]);
const yaml = path.join(editor, "extensions/yaml");
for (const { scopeName, path: file } of JSON.parse(readFileSync(path.join(yaml, "package.json"), "utf8")).contributes.grammars) {
  grammarFiles.set(scopeName, path.join(yaml, file));
}

async function loadGrammars() {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = grammarFiles.get(scope);
      return file ? textmate.parseRawGrammar(readFileSync(file, "utf8"), file) : null;
    },
    getInjections: (scope) => (scope.startsWith("source.yaml") ? ["esc.injection"] : undefined),
  });
  return { yaml: await registry.loadGrammar("source.yaml"), "pulumi-esc": await registry.loadGrammar("source.yaml.pulumi-esc") };
}

/** Lines of YAML; under a line, `^^^ scope` says what the characters above are, and `^^^ -` that they are nothing of ours. */
const PICTURES = {
  "a plain scalar": `
url: http://\${database.host}/
            ^^ punctuation.definition.template-expression.begin.esc
              ^^^^^^^^ variable.other.readwrite.esc
                      ^ punctuation.separator.path.esc
                           ^ punctuation.definition.template-expression.end.esc
                            ^ -`,
  "a plain scalar of several lines": `
key: first
  and \${second} line
        ^^^^^^ variable.other.readwrite.esc`,
  "single quotes": `
key: 'a \${b["c.d"]}'
           ^ punctuation.section.brackets.esc
            ^^^^^ string.quoted.double.esc
                  ^ punctuation.definition.template-expression.end.esc`,
  "double quotes": `
key: "a \${b[\\"c.d\\"][0]} e"
          ^ variable.other.readwrite.esc
            ^^^^^^^ string.quoted.double.esc
                     ^ constant.numeric.esc`,
  "a literal block": `
key: |
  export REGION=\${context.region}
                  ^^^^^^^ variable.language.esc
next: value
^^^^ -`,
  "a folded block": `
key: >-
  text \${imports.base.region}
         ^^^^^^^ variable.language.esc`,
  "flow collections": `
list: ["\${a}", {b: "\${c.d}"}]
          ^ variable.other.readwrite.esc
                       ^ punctuation.separator.path.esc`,
  "functions, plain, in quotes and in a flow": `
key:
  fn::open::aws-login:
  ^^ keyword.other.function.esc
      ^^^^ support.function.esc
            ^^^^^^^^^ support.function.esc
  "fn::toJSON": {fn::secret: x}
       ^^^^^^ support.function.esc
                     ^^^^^^ support.function.esc`,
  "no interpolation": `
key: $\${a} # \${b}
     ^ constant.character.escape.esc
        ^ -
             ^ -`,
  "an interpolation without an end stays in its line": `
key: \${a.b
       ^ variable.other.readwrite.esc
next: value
^^^^ -`,
};

/** The scopes of ours that each character of the lines has. */
function scopesOf(grammar, lines) {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) => Array(endIndex - startIndex).fill(scopes.filter((s) => s.endsWith(".esc"))));
  });
}

function checkPicture(grammar, picture) {
  const marks = /^( *)(\^+) (\S+)$/;
  const lines = [];
  const expected = [];
  for (const line of picture.slice(1).split("\n")) {
    const mark = marks.exec(line);
    if (mark) expected.push({ line: lines.length - 1, from: mark[1].length, to: mark[1].length + mark[2].length, scope: mark[3] });
    else lines.push(line);
  }
  const scopes = scopesOf(grammar, lines);
  for (const { line, from, to, scope } of expected) {
    for (let at = from; at < to; at++) {
      const innermost = scopes[line][at].at(-1) ?? "-";
      assert.equal(innermost, scope, `character ${at + 1} of ${lines[line]}`);
    }
  }
}

const grammars = await loadGrammars();
let passed = 0;
let failed = 0;
for (const [language, grammar] of Object.entries(grammars)) {
  for (const [name, picture] of Object.entries(PICTURES)) {
    try {
      checkPicture(grammar, picture);
      passed += 1;
      console.log(`ok - ${language}: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok - ${language}: ${name}\n${error.message}`);
    }
  }
}
console.log(`VS Code, colours: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
