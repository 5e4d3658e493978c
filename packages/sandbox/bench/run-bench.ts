// Ratios of snapshots, restore, working trees and commands to what else could do the job, side by side in one run:
// `node --conditions=@kimi/source bench/run-bench.ts [--large]`
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { measureCommandOverhead } from "./command-overhead.ts";
import { generateTree } from "./generate-tree.ts";
import { median } from "./median.ts";
import { ShadowGit } from "./shadow-git.ts";

const size = process.argv.includes("--large")
  ? { files: 100_000, bytes: 1e9 }
  : { files: 20_000, bytes: 200e6 };
const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), "kimi-sandbox-bench-"));
const target = join(folder, "tree");

interface Timed {
  /** The whole process. */
  readonly wholeMs: number;
  /** Without start-up and imports. */
  readonly innerMs: number;
  readonly id: string;
}

function inChild(operation: string, home: string, snapshotId = ""): Timed {
  const args = ["--conditions=@kimi/source", join(import.meta.dirname, "operation-child.ts")];
  const startedMs = performance.now();
  const child = spawnSync(process.execPath, [...args, operation, target, home, snapshotId], {
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return { wholeMs: performance.now() - startedMs, innerMs: Number(child.stdout), id: child.stderr };
}

function time(act: () => void): number {
  const startedMs = performance.now();
  act();
  return performance.now() - startedMs;
}

function print(what: string, ours: number, other: number, targetRatio: string): void {
  const ratio = (ours / other).toFixed(2);
  console.log(
    `${what.padEnd(64)} ${ours.toFixed(0).padStart(7)} ${other.toFixed(0).padStart(7)} ${ratio.padStart(6)}  ${targetRatio}`,
  );
}

function turns(act: (round: number) => readonly [ours: number, other: number]): readonly [number, number] {
  const pairs = Array.from({ length: rounds }, (_, round) => act(round));
  return [median(pairs.map(([ours]) => ours)), median(pairs.map(([, other]) => other))];
}

try {
  // First, while the disk has nothing to write out.
  const { plainMs, confinedMs, unconfinedMs } = await measureCommandOverhead(folder);
  console.log(
    `a command: plain spawn ${plainMs.toFixed(1)}, confined +${(confinedMs - plainMs).toFixed(1)} (target +6), unconfined +${(unconfinedMs - plainMs).toFixed(1)}`,
  );
  const paths = generateTree(target, size.files, size.bytes);
  // Time stamps have to lie back before they tell anything.
  await setTimeout(200);
  const treeBytes = diskBytes(target);
  console.log(
    `${size.files} files, ${Math.round(treeBytes / 1e6)} MB on disk; times in ms, medians of ${rounds}`,
  );
  console.log(`${"".padEnd(64)}    ours   other  ratio  target`);
  await snapshots(paths, treeBytes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function snapshots(paths: readonly string[], treeBytes: number): Promise<void> {
  const fresh = (round: number): string => join(folder, `fresh-${round}`);
  const copy = join(folder, "copy");
  const copyAgain = (): number => {
    rmSync(copy, { recursive: true, force: true });
    return time(() => execFileSync("cp", ["-a", target, copy]));
  };
  print(
    "first snapshot / cp -a",
    ...turns((round) => [inChild("snapshot", fresh(round)).innerMs, copyAgain()]),
    "0.55",
  );
  const gits = Array.from({ length: rounds }, (_, round) => {
    const place = join(folder, `git-${round}`);
    mkdirSync(place);
    return new ShadowGit(place, target);
  });
  let tree = "";
  const first = turns((round) => {
    rmSync(fresh(round), { recursive: true });
    const ours = inChild("snapshot", fresh(round)).innerMs;
    return [ours, time(() => (tree = gits[round]?.record() ?? ""))];
  });
  print("first snapshot / shadow git", ...first, "0.20");
  const home = fresh(0);
  print("disk, MB: packs / tree", diskBytes(join(home, "snapshots/packs")) / 1e6, treeBytes / 1e6, "0.45");
  print(
    "nothing changed / bare stat walk, whole processes",
    ...turns(() => [inChild("snapshot", home).wholeMs, inChild("walk", home).wholeMs]),
    "1.00",
  );
  print(
    "nothing changed / bare stat walk, without start-up and imports",
    ...turns(() => [inChild("snapshot", home).innerMs, inChild("walk", home).innerMs]),
    "1.00",
  );
  const changed = turns((round) => {
    for (const path of paths.slice(round * 20, round * 20 + 20)) appendFileSync(path, "changed\n");
    return [inChild("snapshot", home).innerMs, inChild("walk", home).innerMs];
  });
  print("20 changed / bare stat walk, without start-up and imports", ...changed, "1.20");
  const { id } = inChild("snapshot", home);
  const git = gits[0];
  if (git === undefined) return;
  tree = git.record();
  const restored = turns(() => {
    damage(paths);
    const ours = inChild("restore", home, id).innerMs;
    damage(paths);
    return [ours, time(() => git.restore(tree))];
  });
  print("restore of 20 changed, added, deleted / shadow git", ...restored, "0.65");
  print(
    "working tree made / cp -a",
    ...turns(() => [inChild("open", home, id).innerMs, copyAgain()]),
    "1.10",
  );
}

function damage(paths: readonly string[]): void {
  for (const path of paths.slice(1000, 1020)) appendFileSync(path, "damaged\n");
  for (const path of paths.slice(2000, 2020)) rmSync(path, { force: true });
  for (const path of paths.slice(3000, 3020)) writeFileSync(`${path}.added`, "added\n");
}

function diskBytes(path: string): number {
  return Number(execFileSync("du", ["-s", "--block-size=1", path], { encoding: "utf8" }).split("\t")[0]);
}
