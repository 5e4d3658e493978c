import { createHash } from "node:crypto";
import fs from "node:fs";

/**
 * An independent record of a tree, by paths in hex: type, mode, content, link target and time to the microsecond.
 * Written without anything of the package under test. Folders' times count too; the root's do not.
 */
export function walk(
  root: string,
  options: { readonly times?: boolean; readonly skip?: readonly string[] } = {},
): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: Buffer, relative: string): void => {
    for (const name of fs.readdirSync(folder, { encoding: "buffer" })) {
      const shown = name.toString("latin1");
      if (relative === "" && (options.skip ?? [".git", ".kimi_agent"]).includes(shown)) continue;
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      const stats = fs.lstatSync(path, { bigint: true });
      const key = relative === "" ? shown : `${relative}/${shown}`;
      const time = options.times === false ? "" : ` @${(stats.mtimeNs + 500n) / 1000n}`;
      const mode = (Number(stats.mode) & 0o7777).toString(8);
      if (stats.isSymbolicLink()) found[key] = `link ${fs.readlinkSync(path, { encoding: "latin1" })}${time}`;
      else if (stats.isDirectory()) found[key] = `folder ${mode}${time}`;
      else if (stats.isFIFO()) found[key] = `fifo ${mode}${time}`;
      else
        found[key] =
          `file ${mode} ${createHash("sha256").update(fs.readFileSync(path)).digest("hex")}${time}`;
      if (stats.isDirectory()) visit(path, key);
    }
  };
  visit(Buffer.from(root), "");
  return found;
}
