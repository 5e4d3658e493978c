import { stripVTControlCharacters } from "node:util";
import type { XmlElement } from "../xml/read-xml.ts";
import type { JunitPlace } from "./assign-file.ts";

/** A `<testcase>` and what is known of it from the suites around. */
export interface JunitCase extends JunitPlace {
  readonly name: string;
  readonly ending: "passed" | "failure" | "error" | "skipped" | "todo" | "retried";
  /** The kind of error that a failure names; empty when there is none. */
  readonly type: string;
  /** What a failure says. */
  readonly text: string;
  readonly durationMs: number | null;
}

export interface JunitCases {
  readonly cases: readonly JunitCase[];
  /** Errors of suites, and suites that hold more or less than they announce. */
  readonly problems: readonly string[];
}

/** All test cases below a suite, in order. */
export function listJunitCases(
  suite: XmlElement,
  around: JunitPlace = { paths: [], names: [] },
  skippedAround = 0,
): JunitCases {
  const place = within(suite, around);
  const skipped = Math.max(skippedAround, Number(suite.attributes.get("skipped") ?? 0));
  const cases: JunitCase[] = [];
  const problems: string[] = [];
  let own = 0;
  for (const child of suite.children) {
    if (typeof child === "string") continue;
    if (child.name === "testcase") {
      own += 1;
      cases.push(toCase(child, place));
    } else if (child.name === "testsuite") {
      const below = listJunitCases(child, place, skipped);
      cases.push(...below.cases);
      problems.push(...below.problems);
    } else if (child.name === "error" || child.name === "failure") {
      problems.push(`${suite.attributes.get("name") ?? "A suite"} went wrong: ${textOf(child)}`);
    }
  }
  const announced = Number(suite.attributes.get("tests") ?? cases.length);
  // Some count what is in nested suites, some do not; and some leave out what is skipped.
  const isComplete = [own, cases.length].some((held) => announced >= held && announced <= held + skipped);
  if (!isComplete) problems.push(`The report announces ${announced} tests and holds ${cases.length}.`);
  return { cases, problems };
}

function within({ attributes }: XmlElement, { paths, names }: JunitPlace): JunitPlace {
  const path = attributes.get("file") ?? attributes.get("filepath");
  const name = attributes.get("name");
  return {
    paths: path === undefined ? paths : [path, ...paths],
    names: name === undefined ? names : [name, ...names],
  };
}

function toCase(element: XmlElement, place: JunitPlace): JunitCase {
  const { attributes } = element;
  const path = attributes.get("file");
  const className = attributes.get("classname") ?? attributes.get("class");
  const endings = element.children.filter((child) => typeof child !== "string");
  const find = (...names: readonly string[]): XmlElement | undefined =>
    endings.find(({ name }) => names.includes(name));
  const error = find("error");
  const failure = find("failure") ?? error ?? find("flakyFailure", "flakyError", "rerunFailure");
  const unknown = endings.find(({ name }) => !harmless.has(name));
  const skipped = find("skipped") ?? unknown;
  return {
    name: attributes.get("name") ?? "",
    paths: path === undefined ? place.paths : [path, ...place.paths],
    names: className === undefined ? place.names : [className, ...place.names],
    ending: endingOf(element, { error, failure, skipped }),
    type: failure?.attributes.get("type") ?? "",
    text: failure === undefined ? "" : textOf(failure) || printed(endings),
    durationMs: toMs(attributes.get("time")),
  };
}

/** What says nothing about how a test ended; whatever else there may be, the test did not simply pass. */
const harmless = new Set(["system-out", "system-err", "properties", "property", "attachments"]);

/** CTest knows no reasons, but what the program printed. */
function printed(elements: readonly XmlElement[]): string {
  return elements
    .filter(({ name }) => name.startsWith("system-"))
    .map(textOf)
    .join("\n")
    .trim();
}

function endingOf(
  { attributes }: XmlElement,
  found: Readonly<Record<"error" | "failure" | "skipped", XmlElement | undefined>>,
): JunitCase["ending"] {
  if (found.error !== undefined) return "error";
  if (found.failure !== undefined) return found.failure.name === "failure" ? "failure" : "retried";
  if (found.skipped !== undefined) {
    const { attributes: marks } = found.skipped;
    return /^todo\b/i.test(marks.get("type") ?? marks.get("message") ?? "") ? "todo" : "skipped";
  }
  // GoogleTest and CTest say it here.
  return /^(?:notrun|disabled|skipped|suppressed)$/i.test(attributes.get("status") ?? "")
    ? "skipped"
    : "passed";
}

/** Message and body; the body often repeats the message. */
function textOf({ attributes, children }: XmlElement): string {
  const message = attributes.get("message") ?? "";
  const body = children
    .filter((child) => typeof child === "string")
    .join("")
    .trim();
  return stripVTControlCharacters(body.startsWith(message) ? body : `${message}\n${body}`.trim());
}

function toMs(seconds: string | undefined): number | null {
  const value = Number(seconds?.replaceAll(",", "") ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value * 1_000 : null;
}
