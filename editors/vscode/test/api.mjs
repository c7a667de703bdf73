// Runs `suite.cjs` inside the real extension host. Started by ../../test.sh, with EDITOR_MAIN, EXTENSION, NEIGHBOUR, FIXTURE
// and EXPECTATIONS set.

import path from "node:path";
import { Workbench } from "./workbench.mjs";

const { EXTENSION, FIXTURE, NEIGHBOUR } = process.env;
const workbench = new Workbench();

async function run() {
  await workbench.install(NEIGHBOUR);
  await workbench.start();
  const page = await workbench.page();
  const done = new Promise((resolve) => page.exposeFunction("codeAutomationExit", resolve));
  // The editor complains of native modules that it does without.
  const isOurs = (text) => process.env.VERBOSE || /^(ok|not ok|VS Code|Error:) /.test(text);
  await page.exposeFunction("codeAutomationLog", (_kind, words) => isOurs(String(words[0])) && console.log(...words));
  const payload = [
    ["extensionDevelopmentPath", workbench.remote(EXTENSION)],
    ["extensionTestsPath", workbench.remote(path.join(EXTENSION, "test/suite.cjs"))],
  ];
  await page.goto(workbench.url(FIXTURE, payload));
  return done;
}

let code = 1;
try {
  code = await run();
} catch (error) {
  console.log(`not ok - ${error.stack}`);
} finally {
  await workbench.stop();
}
process.exit(code);
