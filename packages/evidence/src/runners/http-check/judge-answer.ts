import { isDeepStrictEqual } from "node:util";
import type { TestResult } from "@kimi/contracts";
import { describeDifference, quote } from "../check-file/describe-difference.ts";
import type { HttpCheck } from "./http-check-file.ts";
import type { ProbeAnswer } from "./probe-report.ts";

type Judgement = Pick<TestResult, "outcome" | "failure" | "message">;

/**
 * Whether a service answered as expected. Another answer is a failed assertion, unless the service says that it failed
 * itself (5xx), takes too long or hangs up: that shows that something is missing, not what it does.
 */
export function judgeAnswer({ response }: HttpCheck, answer: ProbeAnswer): Judgement {
  if ("timedOut" in answer) return failed("timeout", "The service took too long to answer.");
  if ("error" in answer) return failed("error", `The service did not answer: ${answer.error}`);
  const { status, body } = answer;
  if (status !== response.status) {
    const message = `The service answered ${status}, not ${response.status}.\n${quote(body)}`;
    return failed(status >= 500 ? "error" : "assertion", message);
  }
  const difference = findDifference(response, answer);
  return difference === null
    ? { outcome: "passed", failure: null, message: null }
    : failed("assertion", difference);
}

function findDifference(
  { headers = {}, body, json, bodyContains = [] }: HttpCheck["response"],
  answer: Extract<ProbeAnswer, { readonly status: number }>,
): string | null {
  for (const [name, value] of Object.entries(headers)) {
    const sent = answer.headers[name.toLowerCase()];
    const found = [sent ?? []].flat().join(", ");
    if (sent === undefined || found !== value) return describeDifference(`The header ${name}`, value, found);
  }
  if (body !== undefined && body !== answer.body) return describeDifference("The body", body, answer.body);
  if (json !== undefined && !isDeepStrictEqual(parseJson(answer.body), json)) {
    return describeDifference("The body, as JSON,", JSON.stringify(json), answer.body);
  }
  const missing = bodyContains.find((word) => !answer.body.includes(word));
  return missing === undefined ? null : `${quote(missing)} is not in the body: ${quote(answer.body)}`;
}

/** `undefined` for what is no JSON: it equals nothing that can be expected. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(failure: NonNullable<TestResult["failure"]>, message: string): Judgement {
  return { outcome: "failed", failure, message };
}
