// What happens when the server dies: another one is started, unless it dies all the time.

import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler, type ErrorHandlerResult } from "vscode-languageclient/node";

/** A server that dies more often than this ... */
const DEATHS = 4;
/** ... within this many milliseconds is let rest. */
const PERIOD = 180_000;

export class Revival implements ErrorHandler {
  #deaths: number[] = [];

  /** The client's own handler gives up after a few failed writes, which is what a server that has just died looks like. */
  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < PERIOD), now];
    if (this.#deaths.length <= DEATHS) return { action: CloseAction.Restart, handled: true };
    const message = `The Pulumi ESC language server died ${this.#deaths.length} times in ${PERIOD / 60_000} minutes, and is not started again.`;
    return { action: CloseAction.DoNotRestart, message };
  }
}
