import type { CommandResult, Redactor } from "@kimi/contracts";
import { redactDeeply } from "../record/redact-deeply.ts";

/**
 * A command's result as the run sees it, records it and gives it again: without secrets. Reports of tests are JSON, in
 * which a secret may be spelt with escapes: such lines are read, redacted and written again.
 */
export function redactResult(result: CommandResult, redactor: Pick<Redactor, "redact">): CommandResult {
  const { stdout, stderr, reports } = result;
  return {
    ...result,
    stdout: { ...stdout, text: redactor.redact(stdout.text).text },
    stderr: { ...stderr, text: redactor.redact(stderr.text).text },
    reports: Object.fromEntries(
      Object.entries(reports).map(([name, text]) => [name, redactReport(text, redactor)]),
    ),
  };
}

function redactReport(text: string, redactor: Pick<Redactor, "redact">): string {
  const whole = redactJson(text, redactor);
  const unescaped =
    whole ??
    text
      .split("\n")
      .map((line) => redactJson(line, redactor) ?? line)
      .join("\n");
  return redactor.redact(unescaped).text;
}

/** `null` for what is no JSON; the text as it is where it holds no secret. */
function redactJson(text: string, redactor: Pick<Redactor, "redact">): string | null {
  if (!/^\s*[[{"]/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const redacted = JSON.stringify(redactDeeply(value, redactor));
  return redacted === JSON.stringify(value) ? text : redacted;
}
