// Where the language server is: the setting, the environment, the extension itself, the PATH, in this order.

import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAME = process.platform === "win32" ? "esc-language-server.exe" : "esc-language-server";

/** A server that may be started, or what was asked for and is not there. */
export type Found = { readonly path: string } | { readonly missing: string };

export function findServer(configured: string | undefined, extensionPath: string): Found {
  const asked = configured?.trim() || process.env["ESC_LANGUAGE_SERVER"];
  if (asked) {
    // Somebody said where it is. Another one in its place would be a riddle.
    const path = asked.replace(/^~(?=[/\\])/, homedir());
    return isExecutable(path) ? { path } : { missing: path };
  }
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  const path = [join(extensionPath, "server"), ...directories].map((directory) => join(directory, NAME)).find(isExecutable);
  return path ? { path } : { missing: NAME };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
