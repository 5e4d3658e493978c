import { callTool } from "@kimi/models/testing";

/** A model that looks before it submits. */
export const runTests = callTool("run_command", {
  command: "node --test",
  timeoutSeconds: 60,
  requirements: [],
});
