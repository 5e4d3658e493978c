import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../commands/run-process.ts";
import { resolveLimits } from "../limits/resolve-limits.ts";
import { absolutePath } from "./base-environment.ts";
import type { Isolation } from "./isolation.ts";

/** Runs a command that writes where it may and where it may not. `null` when it is confined, else what was said. */
export async function runProbe(
  prepare: Isolation["prepare"],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "kimi-probe-")));
  const at = (name: string): string => join(scratch, name);
  try {
    for (const name of ["tree", "support", "reports"]) mkdirSync(at(name));
    const launch = await prepare({
      argv: ["/bin/sh", "-c", `echo probe > {reports}/probe && { echo x > ${at("outside")}; echo works; }`],
      treeRoot: at("tree"),
      targetPath: at("target"),
      workingDirectory: "",
      env: { PATH: absolutePath(environment["PATH"]) },
      network: "none",
      limits: resolveLimits(),
      scratch,
      supportFolder: at("support"),
      reportsFolder: at("reports"),
      outputFolder: at("output"),
      hasOutput: false,
    });
    const { stdout, stderr } = await runProcess(launch, { timeoutMs: 10_000, maxOutputBytes: 4_096 });
    if (existsSync(at("outside"))) return "it lets commands write outside of their tree";
    return stdout.text === "works\n" ? null : stderr.text.trim();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
