import { describe, expect, it } from "vitest";
import { defaultLicences } from "@kimi/contracts";
import { createLicenceChecker } from "../src/check-licences.ts";
import { FolderFiles } from "./folder-files.ts";

const npm = (name: string, version: string, rest: object = {}): string =>
  JSON.stringify({ name, version, ...rest });
const metadata = (...lines: readonly string[]): string =>
  [...lines, "", "License: MIT in the description"].join("\n");

async function installed(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await using folder = await FolderFiles.create(files);
  const packages = await createLicenceChecker().listInstalled(folder);
  return packages.map(
    ({ ecosystem, name, version, licence }) => `${ecosystem} ${name} ${version} ${licence}`,
  );
}

describe("listInstalled", () => {
  it("lists npm packages: plain, scoped, nested, and those of workspaces", async () => {
    expect(
      await installed({
        "package.json": npm("app", "1.0.0"),
        "node_modules/.bin/tool": "-> ../tool/cli.js",
        "node_modules/.package-lock.json": "{}",
        "node_modules/.cache/x/package.json": npm("cached", "1.0.0"),
        "node_modules/tool/package.json": npm("tool", "2.0.0", { license: "MIT" }),
        "node_modules/tool/node_modules/@s/deep/package.json": npm("@s/deep", "0.1.0", { license: "ISC" }),
        "node_modules/@s/one/package.json": npm("@s/one", "1.0.0", { license: "Apache-2.0" }),
        "node_modules/app-b": "-> ../packages/b",
        "packages/b/package.json": npm("app-b", "1.0.0"),
        "packages/b/node_modules/tool/package.json": npm("tool", "1.0.0", { license: "MIT" }),
        "packages/b/node_modules/twin/node_modules/tool/package.json": npm("tool", "1.0.0", {
          license: "MIT",
        }),
      }),
    ).toEqual([
      "npm @s/deep 0.1.0 ISC",
      "npm @s/one 1.0.0 Apache-2.0",
      "npm tool 1.0.0 MIT",
      "npm tool 2.0.0 MIT",
    ]);
  });

  it("lists what pnpm keeps in its store, each package once", async () => {
    expect(
      await installed({
        "node_modules/a": "-> .pnpm/a@1.0.0/node_modules/a",
        "node_modules/.pnpm/a@1.0.0/node_modules/a/package.json": npm("a", "1.0.0", { license: "MIT" }),
        "node_modules/.pnpm/a@1.0.0/node_modules/@s/b": "-> ../../../@s+b@2.0.0/node_modules/@s/b",
        "node_modules/.pnpm/@s+b@2.0.0/node_modules/@s/b/package.json": npm("@s/b", "2.0.0", {
          license: "ISC",
        }),
        "node_modules/.pnpm/node_modules/@s/b": "-> ../../@s+b@2.0.0/node_modules/@s/b",
        "node_modules/.pnpm/lock.yaml": "",
      }),
    ).toEqual(["npm @s/b 2.0.0 ISC", "npm a 1.0.0 MIT"]);
  });

  it("reads the forms in which npm packages declared licences over the years", async () => {
    const forms: readonly (readonly [object, string | null])[] = [
      [{ license: "(MIT OR CC0-1.0)" }, "(MIT OR CC0-1.0)"],
      [{ license: { type: "MIT", url: "x" } }, "MIT"],
      [{ licenses: [{ type: "MIT" }, { type: "Apache 2.0" }] }, "(MIT OR Apache-2.0)"],
      [{ licenses: ["BSD"] }, "BSD-3-Clause"],
      [{ license: "Apache License, Version 2.0" }, "Apache-2.0"],
      [{ license: "SEE LICENSE IN LICENSE.md" }, "SEE LICENSE IN LICENSE.md"],
      [{ license: "UNLICENSED" }, "UNLICENSED"],
      [{ license: " " }, null],
      [{ license: 7 }, null],
      [{}, null],
    ];
    for (const [form, licence] of forms) {
      expect(await installed({ "node_modules/a/package.json": npm("a", "1.0.0", form) })).toEqual([
        `npm a 1.0.0 ${licence}`,
      ]);
    }
  });

  it("lists a package whose manifest cannot be read under its folder's name", async () => {
    expect(
      await installed({
        "node_modules/@s/broken/package.json": "{",
        "node_modules/odd/package.json": '{"name": 1}',
      }),
    ).toEqual(["npm @s/broken unknown null", "npm odd unknown null"]);
  });

  it("lists Python distributions of the virtual environments beside the sources", async () => {
    const site = ".venv/lib/python3.12/site-packages";
    expect(
      await installed({
        "app/main.py": "",
        ".venv/pyvenv.cfg": "",
        [`${site}/fastapi-0.1.dist-info/METADATA`]: metadata(
          "Name: fastapi",
          "Version: 0.1",
          "License-Expression: MIT",
        ),
        [`${site}/old-2.0-py3.12.egg-info/PKG-INFO`]: metadata("Name: old", "Version: 2.0", "License: BSD"),
        [`${site}/fastapi/METADATA`]: metadata("Name: no", "Version: 1"),
        [`${site}/bare-3.dist-info/RECORD`]: "",
        "services/api/app.py": "",
        "services/api/venv/pyvenv.cfg": "",
        "services/api/venv/Lib/site-packages/win-1.dist-info/METADATA": metadata("Name: win", "Version: 1"),
        "env/settings.txt": "no virtual environment",
      }),
    ).toEqual(["pypi bare 3 null", "pypi fastapi 0.1 MIT", "pypi old 2.0 BSD-3-Clause", "pypi win 1 null"]);
  });

  it("reads the forms in which Python distributions declare licences", async () => {
    const forms: readonly (readonly [readonly string[], string | null])[] = [
      [["License-Expression: Apache-2.0 OR MIT", "License: GPL"], "Apache-2.0 OR MIT"],
      [["License: Apache 2.0"], "Apache-2.0"],
      [["License: UNKNOWN", "Classifier: License :: OSI Approved :: MIT License"], "MIT"],
      [
        [
          "License: Copyright (c) us",
          "        Permission: granted",
          "Classifier: License :: OSI Approved :: ISC License (ISCL)",
        ],
        "ISC",
      ],
      [
        [
          "Classifier: License :: OSI Approved",
          "Classifier: License :: OSI Approved :: BSD License",
          "Classifier: License :: OSI Approved :: Apache Software License",
        ],
        "BSD-3-Clause AND Apache-2.0",
      ],
      [["Classifier: License :: Other/Proprietary License"], "Other/Proprietary License"],
      [["License: Free as in beer"], "Free as in beer"],
      [["Classifier: Framework :: FastAPI"], null],
    ];
    for (const [lines, licence] of forms) {
      const path = ".venv/lib/python3.12/site-packages/a-1.dist-info/METADATA";
      const files = { ".venv/pyvenv.cfg": "", [path]: metadata("Name: a", "Version: 1", ...lines) };
      expect(await installed(files)).toEqual([`pypi a 1 ${licence}`]);
    }
  });

  it("finds nothing in an empty tree", async () => {
    expect(await installed({})).toEqual([]);
  });
});

describe("check", () => {
  const judge = (licence: string | null, allowed: readonly string[] = defaultLicences): string => {
    const [finding] = createLicenceChecker().check(
      [{ ecosystem: "npm", name: "a", version: "1.0.0", licence }],
      allowed,
    );
    return `${finding?.allowed ? "yes" : "no"}: ${finding?.reason}`;
  };

  it("allows what the policy names, alone, as one of alternatives, and all together", () => {
    for (const licence of [
      "MIT",
      "mit license",
      "MIT OR GPL-3.0-only",
      "(MIT AND ISC)",
      "Apache-2.0 WITH LLVM-exception",
    ]) {
      expect(judge(licence)).toMatch(/^yes: .* is allowed$/);
    }
  });

  it("refuses what it does not name, and says which part stands in the way", () => {
    expect(judge("GPL-3.0-only")).toMatch(
      /^no: GPL-3\.0-only is not allowed, expected MIT, .*: choose another package/,
    );
    expect(judge("MIT AND GPL-3.0-or-later")).toMatch(
      /^no: of MIT AND GPL-3\.0-or-later, GPL-3\.0-or-later is not allowed/,
    );
    for (const licence of [
      "MPL-2.0 OR (GPL-2.0-only AND EPL-2.0)",
      "(GPL-2.0-only AND EPL-2.0) OR MPL-2.0",
    ]) {
      expect(judge(licence)).toMatch(/^no: of .*, MPL-2\.0 is not allowed/);
    }
  });

  it("refuses what declares nothing that can be judged", () => {
    expect(judge(null)).toMatch(/^no: declares no licence/);
    expect(judge("UNLICENSED")).toMatch(/^no: is proprietary/);
    expect(judge("SEE LICENSE IN EULA.txt")).toMatch(/^no: names a file instead of a licence/);
    expect(judge("Free as in beer")).toMatch(/^no: declares "Free as in beer", expected an SPDX expression/);
    expect(judge(`MIT ${"OR MIT ".repeat(5_000)}`)).toMatch(/^no: declares "MIT OR .*…", expected/);
  });

  it("takes versions as they are meant", () => {
    expect(judge("GPL-2.0-or-later", ["GPL-2.0-only"])).toMatch(/^yes/);
    expect(judge("GPL-2.0+", ["GPL-2.0-only"])).toMatch(/^yes/);
    expect(judge("GPL-2.0", ["GPL-2.0-only"])).toMatch(/^yes/);
    expect(judge("GPL-2.0-only", ["GPL-2.0-or-later"])).toMatch(/^no/);
    expect(judge("GPL-2.0-only", ["GPL-3.0-only"])).toMatch(/^no/);
  });

  it("allows an exception alone, and anything named word for word", () => {
    expect(
      judge("GPL-2.0-only WITH Classpath-exception-2.0", ["GPL-2.0-only WITH Classpath-exception-2.0"]),
    ).toMatch(/^yes/);
    expect(judge("GPL-2.0-only", ["GPL-2.0-only WITH Classpath-exception-2.0"])).toMatch(/^no/);
    expect(judge("LicenseRef-Ours", ["LicenseRef-Ours"])).toMatch(/^yes/);
    expect(judge("unlicensed", ["UNLICENSED"])).toMatch(/^yes/);
  });

  it("gives one finding for each package, in order", () => {
    const packages = ["a", "b"].map(
      (name) => ({ ecosystem: "npm", name, version: "1.0.0", licence: "MIT" }) as const,
    );
    expect(
      createLicenceChecker()
        .check(packages, ["MIT"])
        .map((finding) => finding.package),
    ).toEqual(packages);
  });
});
