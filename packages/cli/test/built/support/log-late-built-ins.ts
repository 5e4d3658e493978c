// Preloaded into the command: writes down, as it exits, which of Node's modules it loaded after it changed V8's flags.
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import v8 from "node:v8";

const file = process.env["BUILT_IN_LOG"] ?? "";
const change = v8.setFlagsFromString;
let early: readonly string[] = [];

v8.setFlagsFromString = (flags) => {
  early = listLoaded();
  change(flags);
};
syncBuiltinESMExports();
process.on("exit", () => {
  const late = listLoaded().filter((name) => !early.includes(name));
  writeFileSync(file, late.join("\n"));
});

function listLoaded(): readonly string[] {
  const loaded: unknown = Reflect.get(process, "moduleLoadList");
  return Array.isArray(loaded) ? loaded.map(String) : [];
}
