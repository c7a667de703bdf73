// Connects the editor with the language server. What is known about environments is the server's.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands";
import { Session } from "./session";
import { createStatus } from "./status";

/** What tests and other extensions get. */
export interface Api {
  client(): LanguageClient | undefined;
}

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const started = new Session(context.extensionPath);
  session = started;
  const moved = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration("esc.server.path")) void started.restart();
  });
  context.subscriptions.push(started, moved, createStatus(started), registerCommands(started));
  // Nobody waits for the server: the editor is there without it.
  void started.start();
  return { client: () => started.client };
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
