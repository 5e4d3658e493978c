import { parseLicence } from "./parse-licence.ts";

/** Common names that mean one SPDX id; letters and digits only, in lower case. */
const aliases: Readonly<Record<string, string>> = {
  apache: "Apache-2.0",
  apache2: "Apache-2.0",
  apache20: "Apache-2.0",
  apachelicense: "Apache-2.0",
  apachelicense20: "Apache-2.0",
  apachelicense2: "Apache-2.0",
  apachelicenseversion20: "Apache-2.0",
  apachesoftwarelicense: "Apache-2.0",
  apachesoftwarelicense20: "Apache-2.0",
  asl20: "Apache-2.0",
  // Without the number of clauses, the form with more to observe.
  bsd: "BSD-3-Clause",
  bsdlicense: "BSD-3-Clause",
  bsd2clause: "BSD-2-Clause",
  bsd2clauselicense: "BSD-2-Clause",
  "2clausebsd": "BSD-2-Clause",
  simplifiedbsd: "BSD-2-Clause",
  bsd3clause: "BSD-3-Clause",
  bsd3clauselicense: "BSD-3-Clause",
  "3clausebsd": "BSD-3-Clause",
  "3clausebsdlicense": "BSD-3-Clause",
  newbsd: "BSD-3-Clause",
  newbsdlicense: "BSD-3-Clause",
  modifiedbsd: "BSD-3-Clause",
  gplv2: "GPL-2.0-only",
  gplv3: "GPL-3.0-only",
  lgplv3: "LGPL-3.0-only",
  agplv3: "AGPL-3.0-only",
  isclicense: "ISC",
  iscl: "ISC",
  mitlicense: "MIT",
  themitlicense: "MIT",
  themitlicensemit: "MIT",
  mitx11: "MIT",
  mplv2: "MPL-2.0",
  mpl2: "MPL-2.0",
  mozillapubliclicense20: "MPL-2.0",
  mozillapubliclicense20mpl20: "MPL-2.0",
  psf: "PSF-2.0",
  psfl: "PSF-2.0",
  pythonsoftwarefoundationlicense: "PSF-2.0",
  unlicense: "Unlicense",
  theunlicense: "Unlicense",
};

/** The SPDX expression that `declared` is or clearly means; `declared` itself when it means none. */
export function normaliseLicence(declared: string): string {
  const text = declared.replaceAll(/\s+/g, " ").trim();
  if (parseLicence(text) !== null) return text;
  const key = text
    .toLowerCase()
    .replaceAll(/licence/g, "license")
    .replaceAll(/[^a-z0-9]/g, "");
  return Object.hasOwn(aliases, key) ? (aliases[key] ?? text) : text;
}
