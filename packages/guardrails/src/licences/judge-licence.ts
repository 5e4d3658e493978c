import type { LicenceFinding } from "@kimi/contracts";
import type parseSpdx from "spdx-expression-parse";
import { normaliseLicence } from "./normalise-licence.ts";
import { parseLicence } from "./parse-licence.ts";

/** What a policy says of a declared licence. An id in `allowed` also allows it with any exception, which only adds rights. */
export function judgeLicence(
  declared: string | null,
  allowed: readonly string[],
): Pick<LicenceFinding, "allowed" | "reason"> {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  if (declared === null) {
    return deny(
      "declares no licence, expected one that is allowed: ask its authors, or choose another package",
    );
  }
  const licence = normaliseLicence(declared);
  if (names.has(licence.toLowerCase())) return { allowed: true, reason: `${licence} is allowed` };
  if (licence.toUpperCase() === "UNLICENSED")
    return deny("is proprietary (UNLICENSED): choose another package");
  if (/^see licen[cs]e in /i.test(licence)) {
    return deny(
      `names a file instead of a licence ("${shorten(licence)}"): read it, or choose another package`,
    );
  }
  const expression = parseLicence(licence);
  if (expression === null) {
    return deny(
      `declares "${shorten(licence)}", expected an SPDX expression: read its licence, or choose another package`,
    );
  }
  const refused = findRefused(expression, names);
  if (refused.length === 0) return { allowed: true, reason: `${licence} is allowed` };
  const others = `${licence === refused[0] ? "" : `of ${licence}, `}${refused.join(" and ")}`;
  return deny(
    `${others} is not allowed, expected ${allowed.join(", ")}: choose another package, or allow it`,
  );
}

/** The licences that stand in the way; of alternatives, those of the one with the fewest. Empty when the policy is met. */
function findRefused(expression: parseSpdx.Info, allowed: ReadonlySet<string>): readonly string[] {
  if (!("conjunction" in expression)) {
    return namesOf(expression).some((name) => allowed.has(name.toLowerCase())) ? [] : [write(expression)];
  }
  const left = findRefused(expression.left, allowed);
  const right = findRefused(expression.right, allowed);
  if (expression.conjunction === "and") return [...new Set([...left, ...right])];
  return left.length <= right.length ? left : right;
}

/** Every name under which a policy may allow a licence. "Or later" includes the version it names. */
function namesOf({ license, plus, exception }: parseSpdx.LicenseInfo): readonly string[] {
  const orLater = plus === true || license.endsWith("-or-later");
  const version = license.replace(/-(?:only|or-later)$/, "");
  const names = [
    license,
    version,
    `${version}-only`,
    ...(orLater ? [`${version}+`, `${version}-or-later`] : []),
  ];
  return exception === undefined ? names : [...names, ...names.map((name) => `${name} WITH ${exception}`)];
}

function write({ license, plus, exception }: parseSpdx.LicenseInfo): string {
  return `${license}${plus === true ? "+" : ""}${exception === undefined ? "" : ` WITH ${exception}`}`;
}

function deny(reason: string): Pick<LicenceFinding, "allowed" | "reason"> {
  return { allowed: false, reason };
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
