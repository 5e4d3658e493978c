import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { errnoOf } from "../../disk/errno-of.ts";
import { copyEtc } from "./copy-etc.ts";
import { describeEtc } from "./describe-etc.ts";
import { makeDevices } from "./own-devices.ts";
import { seccompFilter } from "./seccomp-filter.ts";

/** Things of ours that take the place of the machine's own in front of commands. Paths are absolute. */
export interface Furnishings {
  /** Seen as /etc. */
  readonly etc: string;
  /** What the kernel refuses to commands; `null` where it is not known for this architecture. */
  readonly filter: string | null;
  /** Nothing, to be put over files that no command may read. */
  readonly emptyFile: string;
  /** Devices to be used instead of the machine's own, where those are ours to spoil. */
  readonly deviceFolder: string;
}

const usedFile = "used";
const unusedForMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The furnishings below `store`, made anew when what they come from has changed. What nobody has begun to use for a
 * week is deleted; a process that is older than that makes them again.
 */
export function furnish(store: string): Furnishings {
  const program = seccompFilter(process.arch);
  const origin = [...describeEtc(), program?.toString("hex") ?? "", String(process.getuid?.())];
  const place = join(store, hash("sha256", origin.join("\n"), "hex"));
  if (!existsSync(place)) make(store, place, program);
  writeFileSync(join(place, usedFile), "");
  removeUnused(store, place);
  return {
    etc: join(place, "etc"),
    filter: program === null ? null : join(place, "filter"),
    emptyFile: join(place, "empty"),
    deviceFolder: join(place, "dev"),
  };
}

function make(store: string, place: string, program: Buffer | null): void {
  const unfinished = join(store, `${randomUUID()}.tmp`);
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  copyEtc(join(unfinished, "etc"));
  if (program !== null) writeFileSync(join(unfinished, "filter"), program, { mode: 0o400 });
  closeSync(openSync(join(unfinished, "empty"), "w", 0o444));
  makeDevices(join(unfinished, "dev"));
  writeFileSync(join(unfinished, usedFile), "");
  try {
    renameSync(unfinished, place);
  } catch (error) {
    // Another process was faster.
    if (errnoOf(error) !== "ENOTEMPTY" && errnoOf(error) !== "EEXIST") throw error;
    rmSync(unfinished, { recursive: true });
  }
}

function removeUnused(store: string, place: string): void {
  // The file system's own clock on both sides.
  const nowMs = statSync(join(place, usedFile)).mtimeMs;
  for (const name of readdirSync(store)) {
    const other = join(store, name);
    if (other !== place && nowMs - lastUsedMs(other) > unusedForMs)
      rmSync(other, { recursive: true, force: true });
  }
}

function lastUsedMs(place: string): number {
  const stats =
    statSync(join(place, usedFile), { throwIfNoEntry: false }) ?? statSync(place, { throwIfNoEntry: false });
  return stats?.mtimeMs ?? Number.POSITIVE_INFINITY;
}
