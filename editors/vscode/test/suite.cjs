// What the table of expectations says, asked of the extension by the editor's own commands. Runs inside the editor's extension host.

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");
const vscode = require("vscode");

const ID = "esc-lint.pulumi-esc-lint";
const PATIENCE = 20_000;

async function until(what, probe) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await pause(25);
  }
}

const root = () => vscode.workspace.workspaceFolders[0].uri;
const uri = (file) => vscode.Uri.joinPath(root(), file);
const relative = (at) => path.relative(root().fsPath, at.fsPath);
const run = (command, ...args) => vscode.commands.executeCommand(command, ...args);
const client = () => vscode.extensions.getExtension(ID).exports.client();

/** Shows a file as it is on disk. */
async function open(file) {
  const document = await vscode.workspace.openTextDocument(uri(file));
  await vscode.window.showTextDocument(document);
  await run("workbench.action.files.revert");
  return document;
}

/** Where `$0` is in a text of the document. */
function position(document, at) {
  const text = at.replace("$0", "");
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `not in the document: ${text}`);
  return document.positionAt(start + at.indexOf("$0"));
}

const place = (at) => `${at.line + 1}:${at.character + 1}`;
const found = (document) => vscode.languages.getDiagnostics(document.uri);
const codes = (document) => found(document).map((d) => `${place(d.range.start)} ${d.code?.value ?? d.code}`).join(", ");

const features = {
  async diagnostics(row, document) {
    if (row.text === "") {
      // That nothing comes cannot be waited for; but it can be asked.
      const answer = await client().sendRequest("textDocument/diagnostic", { textDocument: { uri: document.uri.toString() } });
      assert.deepEqual(answer.items, []);
    } else {
      await until(row.text, () => codes(document).length === row.text.length).catch(() => {});
    }
    assert.equal(codes(document), row.text);
  },

  async hover(row, document) {
    const hovers = await run("vscode.executeHoverProvider", document.uri, position(document, row.at));
    const text = hovers.flatMap((hover) => hover.contents.map((part) => part.value)).join("\n");
    assert.ok(text.includes(row.text), text);
  },

  async completion(row, document) {
    const list = await run("vscode.executeCompletionItemProvider", document.uri, position(document, row.at));
    // Snippets of the extension are the editor's to offer, and no answer of the server.
    const items = list.items.filter((item) => item.kind !== vscode.CompletionItemKind.Snippet);
    assert.equal(items.map((item) => item.label.label ?? item.label).join(" "), row.text);
  },

  async definition(row, document) {
    const [first] = await run("vscode.executeDefinitionProvider", document.uri, position(document, row.at));
    const range = first.targetSelectionRange ?? first.range;
    assert.equal(`${relative(first.targetUri ?? first.uri)}:${place(range.start)}`, row.text);
  },

  async symbols(row, document) {
    const symbols = await run("vscode.executeDocumentSymbolProvider", document.uri);
    assert.equal(symbols.map((symbol) => symbol.name).join(" "), row.text);
  },

  async fix(row, document) {
    await until("findings", () => found(document).length);
    const before = found(document).length;
    const at = position(document, row.at);
    const actions = await run("vscode.executeCodeActionProvider", document.uri, new vscode.Range(at, at));
    const fix = actions.find((action) => action.title === row.choose);
    assert.ok(fix, actions.map((action) => action.title).join(", "));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().split("\n").includes(row.text), document.getText());
    await until("one finding less", () => found(document).length < before);
  },

  async rename(row, document) {
    const edit = await run("vscode.executeDocumentRenameProvider", document.uri, position(document, row.at), row.type);
    const places = edit.entries().flatMap(([at, edits]) => edits.map((change) => `${relative(at)}:${place(change.range.start)}`));
    assert.equal(places.sort().join(" "), row.text);
  },

  async format(row, document) {
    const edits = await run("vscode.executeFormatDocumentProvider", document.uri, { tabSize: 2, insertSpaces: true });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits ?? []);
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.getText().includes(row.text), document.getText());
  },

  async preview(row, document) {
    const params = { command: "esc.mergedEnvironment", arguments: [{ v: 1, uri: document.uri.toString() }] };
    const answer = await client().sendRequest("workspace/executeCommand", params);
    assert.ok(answer.text.includes(row.text), answer.text);
  },
};

const own = {
  async "providers have a page"() {
    const document = await open("envs/dev.yaml");
    const [first] = await run("vscode.executeDefinitionProvider", document.uri, position(document, "fn::open::aws$0"));
    const page = await vscode.workspace.openTextDocument(first.targetUri ?? first.uri);
    assert.match(page.getText(), /# fn::open::aws-login/);
  },

  async "errors of YAML itself are reported once, by a neighbour that is there for them"() {
    const content = "values:\n  hosts: [${primary}]\n";
    const settings = vscode.workspace.getConfiguration("yaml");
    const reports = (document) => found(document).map((finding) => finding.code?.value ?? finding.code ?? finding.message).join(", ");
    const document = await vscode.workspace.openTextDocument({ language: "yaml", content });
    await vscode.window.showTextDocument(document);
    const touch = async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(document.lineCount - 1, 0), "  # touched\n");
      await vscode.workspace.applyEdit(edit);
    };
    try {
      await until("the neighbour's finding alone", () => reports(document) === "no YAML");
      await settings.update("validate", false, true);
      await touch();
      await until("ours alone, as the neighbour is told to say nothing", () => reports(document) === "ESC001");
      await settings.update("validate", undefined, true);
      await touch();
      await until("the neighbour's finding again", () => reports(document) === "no YAML");
    } catch (error) {
      throw new Error(`${error.message}; there is: ${reports(document)}`);
    } finally {
      await settings.update("validate", undefined, true);
      await run("workbench.action.revertAndCloseActiveEditor");
    }
    const ours = await vscode.workspace.openTextDocument({ language: "pulumi-esc", content });
    await until("ours alone, where the neighbour does not look", () => reports(ours) === "ESC001");
  },

  async "a killed server"() {
    const document = await open("envs/dev.yaml");
    const before = await until("findings", () => found(document).length);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, position(document, "$0  8080: web"), "  9090: typed\n");
    await vscode.workspace.applyEdit(edit);
    const pid = () => Number(readFileSync(process.env.SERVER_PID, "utf8"));
    const old = pid();
    process.kill(old, "SIGKILL");
    await until("another server", () => pid() !== old && client().isRunning());
    await until("findings in what was typed", () => found(document).length === before + 1);
    assert.match(document.getText(), /9090: typed/);
  },
};

async function check(name, test) {
  try {
    await Promise.race([test(), pause(2 * PATIENCE).then(() => Promise.reject(new Error("takes too long")))]);
    console.log(`ok - ${name}`);
    return true;
  } catch (error) {
    console.log(`not ok - ${name}\n${error.stack}`);
    return false;
  }
}

exports.run = async function () {
  await open("envs/dev.yaml");
  await vscode.extensions.getExtension(ID).activate();
  await until("a client", () => client()?.isRunning());
  const rows = JSON.parse(readFileSync(process.env.EXPECTATIONS, "utf8")).filter((row) => features[row.feature]);
  const results = [];
  for (const row of rows) {
    const name = [row.feature, row.file, row.at].filter(Boolean).join(" ");
    results.push(await check(name, async () => features[row.feature](row, await open(row.file))));
  }
  for (const [name, test] of Object.entries(own)) results.push(await check(name, test));
  const failed = results.filter((passed) => !passed).length;
  console.log(`VS Code ${vscode.version}: ${results.length - failed} passed, ${failed} failed`);
  if (failed) throw new Error(`${failed} failed`);
};
