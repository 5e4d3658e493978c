import type { LocalOptions, LocalOrchestrator } from "@kimi/local";
import { programVersion } from "./program-version.ts";
import type { Terminal } from "./terminal.ts";

/** The standard wiring for one command. The libraries load only now, so that `--help` does not wait for them. */
export async function openLocal(terminal: Terminal, options: LocalOptions = {}): Promise<LocalOrchestrator> {
  const { createOrchestrator } = await import("@kimi/local");
  const { environment, workingDirectory } = terminal;
  return createOrchestrator({
    environment,
    workingDirectory,
    program: `kimi-agent ${programVersion}`,
    ...options,
  });
}
