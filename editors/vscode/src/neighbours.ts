// Other extensions that look at the same files, so that nothing is reported twice.

import * as vscode from "vscode";
import type { Diagnostic, TextDocument, Uri } from "vscode";

/** Red Hat's extension reports errors of YAML itself in everything that is `yaml`. */
const RED_HAT = "redhat.vscode-yaml";
/** Pulumi's own extension checks environments that are edited in Pulumi Cloud. Their documents are none of ours. */
const PULUMI = "pulumi.pulumi-vscode-tools";

/** What errors of YAML itself are called here. */
const INVALID_YAML = "ESC001";

/** The findings that nobody else reports. */
export function withoutDoubles(uri: Uri, diagnostics: Diagnostic[]): Diagnostic[] {
  return hasDoubles(uri) ? diagnostics.filter((finding) => codeOf(finding) !== INVALID_YAML) : diagnostics;
}

/** Whether a neighbour reports some of the findings in this document, too. */
export function hasDoubles(uri: Uri): boolean {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document !== undefined && reportsInvalidYaml(document);
}

/** The neighbours that are there, for people to read. */
export function neighbours(): string[] {
  const known = [
    [RED_HAT, "YAML by Red Hat: reports errors of YAML itself in files of the language YAML, and this extension leaves those to it"],
    [PULUMI, "Pulumi Tools: looks after environments in Pulumi Cloud, and this extension after those in files"],
  ] as const;
  return known.filter(([id]) => vscode.extensions.getExtension(id)).map(([, text]) => text);
}

/** The code of a finding, with or without a link. */
export function codeOf(finding: Diagnostic): string | undefined {
  const code = typeof finding.code === "object" ? finding.code.value : finding.code;
  return code === undefined ? undefined : String(code);
}

function reportsInvalidYaml(document: TextDocument): boolean {
  const validates = vscode.workspace.getConfiguration("yaml", document).get<boolean>("validate", true);
  return document.languageId === "yaml" && validates && vscode.extensions.getExtension(RED_HAT) !== undefined;
}
