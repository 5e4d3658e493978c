// Preloaded into the command: writes down the address of every module that it loads.
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

const file = process.env["MODULE_LOG"] ?? "";

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(file, `${url}\n`);
    return nextLoad(url, context);
  },
});
