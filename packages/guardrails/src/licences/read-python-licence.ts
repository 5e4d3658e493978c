import { normaliseLicence } from "./normalise-licence.ts";
import { parseLicence } from "./parse-licence.ts";

/** Classifiers that name one licence, below `License :: OSI Approved ::` or `License ::`. */
const classifiers: Readonly<Record<string, string>> = {
  "Academic Free License (AFL)": "AFL-3.0",
  "Apache Software License": "Apache-2.0",
  // Two and three clauses share a classifier; the one with more to observe stands for both.
  "BSD License": "BSD-3-Clause",
  "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
  "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
  "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
  "GNU Affero General Public License v3": "AGPL-3.0-only",
  "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
  "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
  "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
  "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
  "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
  "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
  "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
  "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
  "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
  "ISC License (ISCL)": "ISC",
  "MIT License": "MIT",
  "MIT No Attribution License (MIT-0)": "MIT-0",
  "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
  "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
  "Python Software Foundation License": "PSF-2.0",
  "The Unlicense (Unlicense)": "Unlicense",
  "Universal Permissive License (UPL)": "UPL-1.0",
  "Zope Public License": "ZPL-2.1",
  "zlib/libpng License": "Zlib",
};

/**
 * The SPDX expression of a distribution: what it declares as one (PEP 639), else what its licence field or its
 * classifiers amount to. Of several classifiers all must be observed, since none says that one may be chosen.
 */
export function readPythonLicence(fields: ReadonlyMap<string, readonly string[]>): string | null {
  const expression = fields.get("license-expression")?.[0];
  if (expression) return normaliseLicence(expression);

  // Some put the whole text of the licence here; its first line does not tell enough.
  const field = fields.get("license")?.[0] ?? "";
  const named = field.includes("\n") || field === "UNKNOWN" ? "" : normaliseLicence(field);
  if (named !== "" && parseLicence(named) !== null) return named;

  const declared = (fields.get("classifier") ?? [])
    .map((classifier) => classifier.split(" :: "))
    .filter(([first, ...rest]) => first === "License" && rest.at(-1) !== "OSI Approved")
    .map((parts) => classifiers[parts.at(-1) ?? ""] ?? parts.at(-1) ?? "");
  if (declared.length > 0) return [...new Set(declared)].join(" AND ");
  return named === "" ? null : named;
}
