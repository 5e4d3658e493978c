// The command line as a function, for programs that bring their own streams.
export { runCli } from "./run-cli.ts";
export type { Terminal } from "./terminal.ts";
