import type { TestResult } from "@kimi/contracts";
import { cutText } from "../../cut-text.ts";
import { judgeFailureText } from "../declared/judge-failure-text.ts";
import type { AssignedFile } from "./assign-file.ts";
import type { JunitCase } from "./list-junit-cases.ts";

/** A test case as a result. One that passed when tried again only has failed, as with every other runner. */
export function toJunitResult(one: JunitCase, { file, below }: AssignedFile): TestResult {
  const { ending, type, text } = one;
  const name = [...below, one.name].filter((part) => part !== "").join(" > ");
  const failed = ending === "failure" || ending === "error" || ending === "retried";
  const failure = ending === "failure" ? judgeFailureText({ type, text, file }) : "error";
  const message = ending === "retried" ? `It passed when tried again only.\n${text}` : text;
  return {
    id: { runner: "junit", file, name: name === "" ? "(unnamed)" : name },
    outcome: failed ? "failed" : ending,
    failure: failed ? failure : null,
    message: failed ? cutText(message, 4_000) : null,
    durationMs: one.durationMs,
  };
}
