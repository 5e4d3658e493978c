import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import type { InstalledPackage } from "@kimi/contracts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { renderSbom } from "../../src/sbom/render-sbom.ts";
import { finishedRun } from "../support/stored-run.ts";

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const packages: readonly InstalledPackage[] = [
  { ecosystem: "npm", name: "@scope/pack", version: "1.2.3", licence: "MIT" },
  { ecosystem: "npm", name: "left-pad", version: "1.3.0", licence: "(MIT OR Apache-2.0)" },
  { ecosystem: "npm", name: "odd", version: "0.0.1+build.1", licence: "SEE LICENSE IN LICENSE.txt" },
  { ecosystem: "npm", name: "bare", version: "2.0.0", licence: null },
  { ecosystem: "npm", name: "left-pad", version: "1.3.0", licence: "(MIT OR Apache-2.0)" },
  { ecosystem: "pypi", name: "Flask_Login", version: "0.6.3", licence: "UNKNOWN" },
];

it("renders what the official CycloneDX 1.6 schema accepts", async () => {
  expect(await validator.validate(renderSbom(finishedRun(), packages))).toBeNull();
  expect(
    await validator.validate(renderSbom(finishedRun({ id: "run-1", program: "kimi-agent" }), [])),
  ).toBeNull();
});

it("renders components with package URLs and licences, each version once, sorted", () => {
  const bom = JSON.parse(renderSbom(finishedRun(), packages)) as Record<string, unknown>;
  expect(bom).toMatchObject({
    serialNumber: `urn:uuid:${finishedRun().id}`,
    metadata: {
      timestamp: finishedRun().startedAt,
      tools: { components: [{ name: "kimi-agent", version: "0.1.0" }] },
      component: { name: "greeter" },
    },
  });
  expect(bom["components"]).toMatchObject([
    {
      purl: "pkg:npm/%40scope/pack@1.2.3",
      group: "@scope",
      name: "pack",
      licenses: [{ license: { id: "MIT" } }],
    },
    { purl: "pkg:npm/bare@2.0.0", name: "bare" },
    { purl: "pkg:npm/left-pad@1.3.0", licenses: [{ expression: "(MIT OR Apache-2.0)" }] },
    { purl: "pkg:npm/odd@0.0.1%2Bbuild.1", licenses: [{ license: { name: "SEE LICENSE IN LICENSE.txt" } }] },
    { purl: "pkg:pypi/flask-login@0.6.3", name: "Flask_Login", licenses: [{ license: { name: "UNKNOWN" } }] },
  ]);
});

it("gives the same valid bytes for the same packages in any order", async () => {
  const anyPackage = fc.record({
    ecosystem: fc.constantFrom("npm" as const, "pypi" as const),
    name: fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/),
    version: fc.stringMatching(/^\d\.\d(-[a-z]{1,3})?$/),
    licence: fc.oneof(
      fc.constant(null),
      fc.string({ maxLength: 12 }),
      fc.constant("MIT AND (ISC OR BSD-3-Clause)"),
    ),
  });
  const distinct = fc.uniqueArray(anyPackage, {
    maxLength: 8,
    selector: ({ name, version }) => `${name.replaceAll("_", "-")}@${version}`,
  });
  await fc.assert(
    fc.asyncProperty(distinct, async (list) => {
      const text = renderSbom(finishedRun(), list);
      expect(renderSbom(finishedRun(), list.toReversed())).toBe(text);
      expect(await validator.validate(text)).toBeNull();
    }),
    { numRuns: 50 },
  );
});

it("gives a run whose id is no UUID a serial number of its own, always the same", () => {
  const serialOf = (id: string): unknown =>
    (JSON.parse(renderSbom(finishedRun({ id }), [])) as Record<string, unknown>)["serialNumber"];
  expect(serialOf("run-1")).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(serialOf("run-1")).toBe(serialOf("run-1"));
  expect(serialOf("run-2")).not.toBe(serialOf("run-1"));
});
