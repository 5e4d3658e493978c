import type { CommandResult, TestResult } from "@kimi/contracts";
import { describeDifference, quote } from "../check-file/describe-difference.ts";
import type { CommandCheck } from "./command-check-file.ts";

type Judgement = Pick<TestResult, "outcome" | "failure" | "message">;

type Ended = Pick<CommandResult, "exitCode" | "signal" | "timedOut" | "stdout" | "stderr">;

/**
 * Whether a command answered as expected. Another answer is a failed assertion only where the command came to the end
 * it was expected to come to, or to a good end instead of a bad one: one that crashes, is not found or takes too long
 * shows that something is missing, not what it does.
 */
export function judgeCommand(check: CommandCheck, ended: Ended): Judgement {
  const { exitCode, signal, timedOut } = ended;
  if (timedOut) return failed("timeout", "The command took too long.");
  if (signal !== null) return failed("error", `The command was ended by ${signal}.`);
  if (exitCode !== check.exitCode) {
    const message = `The command exited with ${exitCode}, not with ${check.exitCode}.${tail(ended)}`;
    return failed(exitCode === 0 ? "assertion" : "error", message);
  }
  const difference = findDifference(check, ended);
  return difference === null
    ? { outcome: "passed", failure: null, message: null }
    : failed("assertion", difference);
}

function findDifference(check: CommandCheck, { stdout, stderr }: Ended): string | null {
  const found = normalise(stdout.text);
  if (check.stdout !== undefined && normalise(check.stdout) !== found) {
    return describeDifference("What the command printed", normalise(check.stdout), found);
  }
  for (const word of check.stdoutContains ?? []) {
    if (!found.includes(normaliseEnds(word)))
      return `${quote(word)} is not in what it printed: ${quote(found)}`;
  }
  for (const word of check.stderrContains ?? []) {
    if (!normalise(stderr.text).includes(normaliseEnds(word)))
      return `${quote(word)} is not in what it printed to stderr: ${quote(stderr.text)}`;
  }
  return null;
}

function normalise(text: string): string {
  return normaliseEnds(text).replace(/\n$/, "");
}

function normaliseEnds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function tail({ stdout, stderr }: Ended): string {
  const text = (stderr.text.trim() === "" ? stdout.text : stderr.text).trim();
  return text === "" ? "" : `\n${text.slice(-1_000)}`;
}

function failed(failure: NonNullable<TestResult["failure"]>, message: string): Judgement {
  return { outcome: "failed", failure, message };
}
