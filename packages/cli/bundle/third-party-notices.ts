import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "tsup";
import { z } from "zod";

/** Only old packages name no licence, or several; their files do. */
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional().catch(undefined),
});

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** A tsup plugin that writes `third-party-notices.txt` beside a bundle: name, version and licence of each package in it. */
export function thirdPartyNotices(): Plugin {
  return {
    name: "third-party-notices",
    setup(build) {
      build.onEnd(({ metafile }) => {
        const inputs = Object.keys(metafile?.inputs ?? {});
        const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []);
        const notices = new Set([...new Set(folders)].map((folder) => readNotice(folder)));
        const { outdir = "dist" } = build.initialOptions;
        mkdirSync(outdir, { recursive: true });
        const text = [...notices].toSorted().join(`${"-".repeat(80)}\n`);
        writeFileSync(join(outdir, "third-party-notices.txt"), text);
      });
    },
  };
}

function readNotice(folder: string): string {
  const { name, version, license } = manifestSchema.parse(
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
  );
  const isNamed = license === undefined ? /^(?:licen[cs]e|notice|readme)/i : /^(?:licen[cs]e|notice)/i;
  const files = readdirSync(folder).filter((file) => isNamed.test(file));
  if (files.length === 0 && license === undefined)
    throw new Error(
      `${folder} has neither a licence nor a file that could name one; expected one to pass on.`,
    );
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return `${[`${name} ${version}: ${license ?? "see below"}`, ...texts].join("\n\n")}\n`;
}
