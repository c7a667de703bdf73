// Stands in for YAML by Red Hat, which is in no package registry: its name, its setting, and one finding where a flow collection is no YAML.

const vscode = require("vscode");

exports.activate = (context) => {
  const findings = vscode.languages.createDiagnosticCollection("yaml");
  const check = (document) => {
    if (document.languageId !== "yaml") return;
    const at = document.getText().indexOf("[${");
    const validates = vscode.workspace.getConfiguration("yaml", document).get("validate");
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 1));
    findings.set(document.uri, at >= 0 && validates ? [new vscode.Diagnostic(range, "no YAML")] : []);
  };
  vscode.workspace.textDocuments.forEach(check);
  context.subscriptions.push(
    findings,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
  );
};
