import path from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { runCli } from "@kimi/cli";
import { lineExplanationSchema, type LineExplanation } from "@kimi/contracts";
import type { DemoRun } from "./run-demo.ts";

/** What `kimi-agent why` says of a line of the demo's project. */
export async function askWhy(demo: DemoRun, file: string, line: number): Promise<LineExplanation> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exitCode = await runCli(["why", `${file}:${line}`, "--json"], {
    stdout,
    stderr,
    isLive: false,
    columns: 80,
    environment: { KIMI_AGENT_HOME: path.join(demo.project, "../home") },
    workingDirectory: demo.project,
    signal: new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  if (exitCode !== 0) throw new Error(await text(stderr));
  return lineExplanationSchema.parse(JSON.parse(await text(stdout)));
}
