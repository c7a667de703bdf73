// Uses the installed package as a person does, and takes the pictures of the README on the way. Started by ../../test.sh, with EDITOR_MAIN, VSIX,
// FIXTURE, EXPECTATIONS and ARTEFACTS set.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Workbench } from "./workbench.mjs";

const { VSIX, FIXTURE, EXPECTATIONS, ARTEFACTS } = process.env;
let page;

const picture = (name) => page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`), animations: "disabled" });
const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const line = (text) => page.locator(".monaco-editor .view-line", { hasText: text }).first();

/** Runs a command of the palette. */
async function command(name) {
  await press("F1");
  await page.locator(".quick-input-widget:visible .quick-input-list").waitFor();
  await page.keyboard.type(name);
  await page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  await press("Enter");
}

/** Opens a file of the workspace by its name, as it is on disk. */
async function open(file) {
  await press("Control+p");
  await page.locator(".quick-input-widget:visible").waitFor();
  await page.keyboard.type(path.basename(file));
  await page.locator(".quick-input-widget:visible .monaco-list-row.focused", { hasText: path.basename(file) }).waitFor();
  await press("Enter");
  await page.locator(".tab.active", { hasText: path.basename(file) }).waitFor();
  await page.locator(".monaco-editor.focused").waitFor();
}

/** Puts the cursor where `$0` is in a text of a file that has not been changed. */
async function goTo(file, at) {
  const text = readFileSync(path.join(FIXTURE, file), "utf8");
  const index = text.indexOf(at.replace("$0", ""));
  assert.notEqual(index, -1, `not in ${file}: ${at}`);
  const before = text.slice(0, index + at.indexOf("$0")).split("\n");
  await press("Control+g");
  await page.locator(".quick-input-widget:visible").waitFor();
  await page.keyboard.type(`${before.length}:${before.at(-1).length + 1}`);
  await press("Enter");
  await page.locator("#status\\.editor\\.selection", { hasText: `Ln ${before.length}, Col ${before.at(-1).length + 1}` }).waitFor();
}

/** Chooses what is offered. */
async function choose(label) {
  const rows = page.locator(".suggest-widget.visible .monaco-list-row");
  const wanted = rows.filter({ hasText: new RegExp(`^\\s*${label}`) }).first();
  await wanted.waitFor();
  return wanted;
}

const tests = {
  async "findings in the beginner's environment"() {
    await open("envs/first.yaml");
    await page.locator(".monaco-editor .squiggly-error").first().waitFor();
    assert.equal(await page.locator("#status\\.editor\\.mode").innerText(), "YAML");
    await press("Control+Shift+m");
    await page.locator(".markers-panel .monaco-list-row", { hasText: "still holds a placeholder" }).waitFor();
    // The list begins with other files.
    const filter = page.locator(".viewpane-filter input").first();
    await filter.fill("first.yaml");
    await page.locator(".markers-panel .monaco-list-row", { hasText: "dev.yaml" }).waitFor({ state: "detached" });
    await picture("findings");
    await filter.fill("");
    await press("Control+j");
    await page.locator(".markers-panel").waitFor({ state: "hidden" });
  },

  async "a quick fix, from the light bulb"() {
    await open("envs/first.yaml");
    await goTo("envs/first.yaml", "durr$0ation");
    await press("Control+.");
    const fix = page.locator(".action-widget .action", { hasText: "Rename to `duration`" }).first();
    await fix.waitFor();
    await picture("fix");
    await fix.click();
    await line("duration: 1h").waitFor();
    await command("File: Revert File");
    await line("durration: 1h").waitFor();
  },

  async "a hover says what a value comes to"() {
    await open("envs/dev.yaml");
    await goTo("envs/dev.yaml", "DATABASE_URL: postgres://app@${data$0base");
    await command("Show or Focus Hover");
    await page.locator(".monaco-hover:visible", { hasText: "db.eu-west-1.example.com" }).first().waitFor();
    await picture("hover");
    await press("Escape");
  },

  async "a definition in another file"() {
    await open("envs/dev.yaml");
    await goTo("envs/dev.yaml", "AWS_REGION: ${reg$0ion}");
    await press("F12");
    await page.locator(".tab.active", { hasText: "base.yaml" }).waitFor();
    await page.locator("#status\\.editor\\.selection", { hasText: "Ln 2" }).waitFor();
  },

  async "the merged environment, beside the file"() {
    await open("envs/dev.yaml");
    await command("Pulumi ESC: Preview Merged Environment");
    await page.locator(".editor-group-container").nth(1).locator(".view-line", { hasText: "db.eu-west-1.example.com" }).first().waitFor();
    await press("Control+b");
    await page.locator(".explorer-folders-view").waitFor({ state: "hidden" });
    await picture("preview");
    await press("Control+b");
    await page.locator(".editor-group-container").nth(1).locator(".tab.active").click({ button: "middle" });
    await page.locator(".editor-group-container").nth(1).waitFor({ state: "detached" });
  },

  async "the walkthrough"() {
    await command("Welcome: Open Walkthrough...");
    await page.locator(".quick-input-widget:visible .monaco-list-row", { hasText: "Pulumi ESC in your editor" }).first().click();
    await page.locator(".gettingStartedContainer", { hasText: "The first minute." }).waitFor();
    await page.locator(".gettingStartedContainer .step-title", { hasText: "See what is wrong, and mend it" }).first().click();
    await picture("walkthrough");
    await page.locator(".tab.active", { hasText: "Welcome" }).click({ button: "middle" });
  },
};

/** Rows of the table that are accepted by typing. */
for (const row of JSON.parse(readFileSync(EXPECTATIONS, "utf8")).filter(({ feature }) => feature === "accept")) {
  tests[`accept ${row.file} ${row.choose}`] = async () => {
    await open(row.file);
    await goTo(row.file, row.at);
    // Like a person: the editor offers nothing to who types in no time.
    await page.keyboard.type(row.type, { delay: 40 });
    const wanted = await choose(row.choose);
    await picture(`completion-${row.choose.replaceAll(":", "")}`);
    await wanted.click();
    await line(row.text).waitFor();
    await press("Escape");
    await command("File: Revert File");
  };
}
const withoutServer = {
  async "a server that is not there is missed, with a way out"() {
    await open("envs/dev.yaml");
    // Messages that came while the window was not looked at are behind the bell.
    await page.locator("#status\\.notifications .codicon-bell-dot").waitFor();
    await command("Notifications: Show Notifications");
    const toast = page.locator(".notification-list-item:visible", { hasText: "the language server is not found: there is no /nowhere/esc-language-server" });
    await toast.waitFor().finally(() => picture("missing"));
    await toast.locator(".monaco-button", { hasText: "Open Settings" }).click();
    await page.locator(".settings-editor", { hasText: "Server: Path" }).first().waitFor();
  },
};

let passed = 0;
let failed = 0;

/** Runs tests in an editor that has just been installed. */
async function session(all, env) {
  const workbench = new Workbench();
  try {
    await workbench.install(VSIX);
    await workbench.start(env);
    page = await workbench.page({ viewport: { width: 1120, height: 640 } });
    page.setDefaultTimeout(20_000);
    await page.goto(workbench.url(FIXTURE));
    await page.locator(".monaco-workbench .explorer-folders-view").waitFor({ timeout: 60_000 });
    for (const [name, test] of Object.entries(all)) await check(name, test);
  } catch (error) {
    failed += 1;
    console.log(`not ok - the editor: ${error.stack}`);
  } finally {
    await workbench.stop();
  }
}

async function check(name, test) {
  try {
    await test();
    passed += 1;
    console.log(`ok - ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok - ${name}\n${error.stack}`);
    await picture(`failed-${failed}`);
    await press("Escape", "Escape");
  }
}

await session(tests, {});
await session(withoutServer, { ESC_LANGUAGE_SERVER: "/nowhere/esc-language-server" });
console.log(`VS Code, the installed package: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
