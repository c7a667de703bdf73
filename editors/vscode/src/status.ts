// The item beside the language in the status bar: whether the server runs, which it is, and what can be done about it.

import * as vscode from "vscode";
import { LANGUAGES, type Session } from "./session";

export function createStatus(session: Session): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("esc.status", LANGUAGES);
  item.name = "Pulumi ESC";
  const update = () => {
    const health = session.health;
    item.busy = health.is === "starting";
    item.command = { command: "esc.showLog", title: "Show Log" };
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.detail = session.version ?? "";
    if (health.is === "missing") {
      item.text = "ESC: server not found";
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.detail = health.path;
      item.command = { command: "esc.restart", title: "Try Again" };
    } else if (health.is === "stopped") {
      item.text = "ESC: stopped";
      item.severity = vscode.LanguageStatusSeverity.Warning;
      item.command = { command: "esc.restart", title: "Restart" };
    } else {
      item.text = "ESC";
    }
  };
  update();
  return vscode.Disposable.from(item, session.onDidChange(update));
}
