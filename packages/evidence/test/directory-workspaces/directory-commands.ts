import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandRequest, CommandResult, CommandRunner } from "@kimi/contracts";

/** Commands as plain child processes in a folder, with the environment that a confined one would have. */
export function createDirectoryCommands(root: string): CommandRunner {
  return {
    async run(request) {
      const folder = await mkdtemp(join(tmpdir(), "kimi-evidence-command-"));
      try {
        return await runIn(root, folder, request);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function runIn(root: string, folder: string, request: CommandRequest): Promise<CommandResult> {
  const [support, reports] = [join(folder, "support"), join(folder, "reports")];
  for (const path of [support, reports]) await mkdir(path);
  for (const [name, content] of Object.entries(request.supportFiles ?? {})) {
    await writeFile(join(support, name), content);
  }
  const place = (text: string): string =>
    text.replaceAll("{support}", support).replaceAll("{reports}", reports);
  const [program, ...parameters] = request.argv.map(place);
  const extra = Object.entries(request.env ?? {}).map(([name, value]) => [name, place(value)]);
  const env = {
    PATH: process.env["PATH"],
    CI: "1",
    HOME: folder,
    // Programs that rustup puts on PATH look for theirs by this.
    RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(homedir(), ".rustup"),
    ...Object.fromEntries(extra),
  };
  const ended = await new Promise<Omit<CommandResult, "reports" | "tier" | "durationMs">>(
    (resolve, reject) => {
      const child = spawn(program!, parameters, { cwd: root, env, timeout: request.timeoutMs ?? 120_000 });
      const output = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
      child.on("error", reject);
      child.on("close", (exitCode, signal) => {
        const wrap = (text: string) => ({ text, totalBytes: text.length });
        const [stdout, stderr] = [wrap(output.stdout), wrap(output.stderr)];
        resolve({ exitCode, signal, timedOut: signal === "SIGTERM", stdout, stderr });
      });
    },
  );
  const found: Record<string, string> = {};
  for (const name of request.reportFiles ?? []) {
    const text = await readFile(join(reports, name), "utf8").catch(() => null);
    if (text !== null) found[name] = text;
  }
  return { ...ended, durationMs: 0, tier: "none", reports: found };
}
