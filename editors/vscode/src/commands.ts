// What can be chosen in the command palette.

import * as vscode from "vscode";
import { codeOf } from "./neighbours";
import { LANGUAGES, type Session } from "./session";

/** The source that the server names in its findings. */
const SOURCE = "esc-lint";
/** The server's command that shows the page of a rule. */
const EXPLAIN = "esc.explainRule";

export function registerCommands(session: Session): vscode.Disposable {
  const commands = {
    "esc.restart": () => session.restart(),
    "esc.showLog": () => session.showLog(),
    "esc.explain": () => explain(session),
    "esc.fixAll": fixAll,
    "esc.preview": () => ask(session, "esc.mergedEnvironment"),
    "esc.imports": () => ask(session, "esc.importGraph"),
  };
  const registered = Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run));
  return vscode.Disposable.from(...registered);
}

/** Explains the rule of the finding under the cursor, else one of those that found something in this file. */
async function explain(session: Session): Promise<void> {
  const editor = activeEditor();
  if (!editor || !session.client?.isRunning()) return;
  const findings = vscode.languages.getDiagnostics(editor.document.uri).filter((finding) => finding.source === SOURCE);
  const here = findings.filter((finding) => finding.range.contains(editor.selection.active));
  const code = await choose(here.length > 0 ? here : findings);
  if (code) await vscode.commands.executeCommand(EXPLAIN, code, editor.document.uri.toString());
}

async function choose(findings: vscode.Diagnostic[]): Promise<string | undefined> {
  const choices = new Map<string, string>();
  for (const finding of findings) choices.set(codeOf(finding) ?? "", finding.message.split("\n")[0] ?? "");
  if (choices.size === 0) {
    void vscode.window.showInformationMessage("Pulumi ESC has found nothing in this file.");
    return undefined;
  }
  const items = [...choices].map(([label, detail]) => ({ label, detail }));
  if (items.length === 1) return items[0]?.label;
  return (await vscode.window.showQuickPick(items, { placeHolder: "Which rule?" }))?.label;
}

/** Has the server show something about the environment in the editor. */
async function ask(session: Session, command: string): Promise<void> {
  const editor = activeEditor();
  if (!editor || !session.client?.isRunning()) return;
  try {
    await session.client.sendRequest("workspace/executeCommand", { command, arguments: [{ v: 1, uri: editor.document.uri.toString() }] });
  } catch (error) {
    void vscode.window.showInformationMessage(`Pulumi ESC: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Fixes what can be fixed without looking. */
async function fixAll(): Promise<void> {
  if (!activeEditor()) return;
  await vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.esc", apply: "first" });
}

function activeEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor && LANGUAGES.includes(editor.document.languageId)) return editor;
  void vscode.window.showInformationMessage("Open an environment first: a file of the language YAML or Pulumi ESC.");
  return undefined;
}
