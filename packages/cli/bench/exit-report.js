// Preloaded into the command: writes down what the process used, when it exits.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env["EXIT_REPORT"] ?? "", JSON.stringify(process.resourceUsage()));
});
