// Starts the real editor (its web workbench, with a real extension host beside it) and a browser that shows it.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
];

/** What keeps the editor quiet. */
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "security.workspace.trust.enabled": false,
  "editor.wordBasedSuggestions": "off",
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "workbench.reduceMotion": "on",
  "files.autoSave": "off",
};

export class Workbench {
  #work = mkdtempSync(path.join(os.tmpdir(), "esc-vscode-"));
  #server;
  #browser;

  #dir(name) {
    const made = path.join(this.#work, name);
    mkdirSync(made, { recursive: true });
    return made;
  }

  #common() {
    return ["--accept-server-license-terms", "--server-data-dir", this.#dir("data"), "--extensions-dir", this.#dir("extensions")];
  }

  /** Runs the editor's own command line. */
  async #command(args) {
    const child = spawn(process.execPath, [process.env.EDITOR_MAIN, ...this.#common(), ...args], { stdio: ["ignore", "ignore", "inherit"] });
    const code = await new Promise((resolve) => child.on("exit", resolve));
    if (code !== 0) throw new Error(`${args.join(" ")} ends with ${code}`);
  }

  /** Installs a packaged extension. */
  install(vsix) {
    return this.#command(["--install-extension", vsix, "--force"]);
  }

  /** Starts the editor's server, with more in its environment. */
  async start(env = {}) {
    writeFileSync(path.join(this.#dir("user/User"), "settings.json"), JSON.stringify(SETTINGS));
    const args = ["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--user-data-dir", this.#dir("user")];
    args.push("--enable-smoke-test-driver", "--disable-telemetry", "--disable-workspace-trust");
    // A group of its own: the editor starts processes, which shall not outlive it.
    const options = { stdio: ["ignore", "pipe", "ignore"], detached: true, env: { ...process.env, ...env } };
    this.#server = spawn(process.execPath, [process.env.EDITOR_MAIN, ...this.#common(), ...args], options);
    this.port = await new Promise((resolve, reject) => {
      let said = "";
      this.#server.on("exit", () => reject(new Error(`the editor does not start: ${said}`)));
      this.#server.stdout.on("data", (data) => {
        said += data;
        const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
        if (port) resolve(Number(port));
      });
    });
  }

  /** Where the page of the workbench is. */
  url(folder, payload = []) {
    const query = new URLSearchParams({ folder, payload: JSON.stringify([["skipWelcome", "true"], ...payload]) });
    return `http://127.0.0.1:${this.port}/?${query}`;
  }

  /** How the editor in the browser names a file of this machine. */
  remote(file) {
    return `vscode-remote://127.0.0.1:${this.port}${file}`;
  }

  /** A page of a browser that nobody has used before. */
  async page(options = {}) {
    const launch = { executablePath: "/usr/bin/chromium", headless: true, args: FLAGS, ...options };
    this.#browser = await chromium.launchPersistentContext(this.#dir("browser"), launch);
    return this.#browser.newPage();
  }

  async stop() {
    await this.#browser?.close().catch(() => {});
    try {
      if (this.#server) process.kill(-this.#server.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    rmSync(this.#work, { recursive: true, force: true, maxRetries: 10 });
  }
}
