// The language server's life: found, started, asked, restarted.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State, TransportKind } from "vscode-languageclient/node";
import { hasDoubles, neighbours, withoutDoubles } from "./neighbours";
import { Revival } from "./revival";
import { findServer } from "./server";

/** The server looks at YAML by its content, and leaves other YAML alone. */
export const LANGUAGES = ["pulumi-esc", "yaml"];

/** What the editor shows of the server. */
export type Health = { readonly is: "starting" | "running" | "stopped" } | { readonly is: "missing"; readonly path: string };

export class Session implements vscode.Disposable {
  readonly #output = vscode.window.createOutputChannel("Pulumi ESC", { log: true });
  readonly #changed = new vscode.EventEmitter<Health>();
  readonly #extensionPath: string;
  /** Whether findings were left out of a document when it was last asked about. */
  readonly #doubles = new Map<string, boolean>();
  #client: LanguageClient | undefined;
  #health: Health = { is: "stopped" };

  readonly onDidChange = this.#changed.event;

  constructor(extensionPath: string) {
    this.#extensionPath = extensionPath;
  }

  get client(): LanguageClient | undefined {
    return this.#client;
  }

  get health(): Health {
    return this.#health;
  }

  get version(): string | undefined {
    return this.#client?.initializeResult?.serverInfo?.version;
  }

  async start(): Promise<void> {
    const found = findServer(vscode.workspace.getConfiguration("esc").get<string>("server.path"), this.#extensionPath);
    if ("missing" in found) {
      this.#become({ is: "missing", path: found.missing });
      return explainMissing(found.missing);
    }
    this.#output.info(`server: ${found.path}`);
    for (const text of neighbours()) this.#output.info(text);
    const client = new LanguageClient("esc", "Pulumi ESC", serverOptions(found.path), this.#clientOptions());
    client.onDidChangeState(({ newState }) => {
      if (client === this.#client) this.#become({ is: stateName(newState) });
    });
    this.#client = client;
    try {
      await client.start();
    } catch (error) {
      this.#become({ is: "stopped" });
      await this.#explainFailure(found.path, error);
    }
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that cannot even stop is gone already.
      this.#output.warn(String(error));
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  showLog(): void {
    this.#output.show();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#output.dispose();
  }

  #become(health: Health): void {
    this.#health = health;
    this.#changed.fire(health);
  }

  #clientOptions(): LanguageClientOptions {
    return {
      documentSelector: LANGUAGES.flatMap((language) => ["file", "untitled"].map((scheme) => ({ scheme, language }))),
      outputChannel: this.#output,
      errorHandler: new Revival(),
      // The server asks for its settings, which are all under `esc`.
      synchronize: { configurationSection: "esc" },
      middleware: {
        window: {
          showDocument: async (params, token, next) => {
            if (!params.uri.startsWith("esc:")) return next(params, token);
            return { success: await showBeside(vscode.Uri.parse(params.uri)) };
          },
        },
        handleDiagnostics: (uri, diagnostics, next) => next(uri, withoutDoubles(uri, diagnostics)),
        provideDiagnostics: async (document, previousResultId, token, next) => {
          const uri = document instanceof vscode.Uri ? document : document.uri;
          // A document whose language changes has findings that were left out before, and for the server it is the same document.
          const doubles = hasDoubles(uri);
          const known = this.#doubles.get(uri.toString()) === doubles ? previousResultId : undefined;
          this.#doubles.set(uri.toString(), doubles);
          const report = await next(document, known, token);
          return report && "items" in report ? { ...report, items: withoutDoubles(uri, report.items) } : report;
        },
      },
    };
  }

  async #explainFailure(path: string, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    const chosen = await vscode.window.showErrorMessage(`Pulumi ESC: ${path} does not start: ${reason}`, "Show Log");
    if (chosen) this.showLog();
  }
}

function serverOptions(command: string): ServerOptions {
  return { command, transport: TransportKind.stdio };
}

function stateName(state: State): "starting" | "running" | "stopped" {
  if (state === State.Running) return "running";
  return state === State.Starting ? "starting" : "stopped";
}

async function explainMissing(path: string): Promise<void> {
  const where = path.includes("/") || path.includes("\\") ? `there is no ${path}` : `${path} is not on the PATH`;
  const settings = "Open Settings";
  const again = "Try Again";
  const message = `Pulumi ESC: the language server is not found: ${where}. Install it, or say where it is.`;
  const chosen = await vscode.window.showErrorMessage(message, settings, again);
  if (chosen === settings) await openServerPath();
  if (chosen === again) await vscode.commands.executeCommand("esc.restart");
}

/** The path is a setting of the machine that the server runs on, which another window's settings do not show. */
async function openServerPath(): Promise<void> {
  const command = vscode.env.remoteName === undefined ? "workbench.action.openSettings" : "workbench.action.openRemoteSettings";
  await vscode.commands.executeCommand(command, { query: "esc.server.path" });
}

/** Pages and previews come up beside what they are about. */
async function showBeside(uri: vscode.Uri): Promise<boolean> {
  const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return (await vscode.window.showTextDocument(uri, options)) !== undefined;
}
