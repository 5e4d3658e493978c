// Ratios of snapshots, restore, working trees and commands to what else could do the job, side by side in one run:
// `node bench/run-bench.ts [--large]`, on the built package.
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { measureCommandOverhead } from "./command-overhead.ts";
import { measureCheckpoint } from "./checkpoint.ts";
import { generateTree } from "./generate-tree.ts";
import { median } from "./median.ts";
import { PlainProgram } from "./plain-program.ts";
import { ShadowGit } from "./shadow-git.ts";

const isLarge = process.argv.includes("--large");
const size = isLarge ? { files: 100_000, bytes: 1e9 } : { files: 20_000, bytes: 200e6 };
const rounds = isLarge ? 3 : 5;
const folder = mkdtempSync(join(tmpdir(), "kimi-sandbox-bench-"));
const target = join(folder, "tree");
const operationChild = new PlainProgram(join(folder, "app-operation"), "operation-child");
const leastChild = new PlainProgram(join(folder, "app-least"), "least-work");

interface Timed {
  /** The whole process. */
  readonly wholeMs: number;
  /** Without start-up and imports. */
  readonly innerMs: number;
  readonly id: string;
}

/** What is waiting to be written to the disk is none of the contestants' business. */
function settle(): void {
  execFileSync("sync");
}

function inChild(operation: string, home: string, snapshotId = ""): Timed {
  settle();
  const startedMs = performance.now();
  const { stdout, stderr } = operationChild.run(operation, target, home, snapshotId);
  return { wholeMs: performance.now() - startedMs, innerMs: Number(stdout), id: stderr };
}

/** What two threads of Node take for the same bytes when they do nothing else. */
function leastWork(round: number): number {
  settle();
  return Number(leastChild.run(target, join(folder, `least-${round}`)).stdout);
}

function time(act: () => void): number {
  settle();
  const startedMs = performance.now();
  act();
  return performance.now() - startedMs;
}

/** Medians, and the median of the ratios of each round, whose two halves met the same state of the machine. */
function print(
  what: string,
  pairs: readonly (readonly [ours: number, other: number])[],
  wanted: string,
): void {
  const columns = [median(pairs.map(([ours]) => ours)), median(pairs.map(([, other]) => other))];
  const ratio = median(pairs.map(([ours, other]) => ours / other));
  const shown = columns.map((ms) => ms.toFixed(0).padStart(7)).join(" ");
  console.log(`${what.padEnd(56)} ${shown} ${ratio.toFixed(2).padStart(6)}  ${wanted}`);
}

function inTurns<T>(act: (round: number) => T): readonly T[] {
  return Array.from({ length: rounds }, (_, round) => act(round));
}

try {
  // First, while the disk has nothing to write out.
  const { plainMs, confinedMs, unconfinedMs } = await measureCommandOverhead(folder);
  console.log(
    `a command, ms: plain spawn ${plainMs.toFixed(1)}, confined +${(confinedMs - plainMs).toFixed(1)} (target +6), unconfined +${(unconfinedMs - plainMs).toFixed(1)}`,
  );
  const paths = generateTree(target, size.files, size.bytes);
  // Time stamps have to lie back before they tell anything.
  await setTimeout(200);
  const treeBytes = diskBytes(target);
  console.log(
    `${size.files} files, ${Math.round(treeBytes / 1e6)} MB on disk; ms, medians of ${rounds} rounds`,
  );
  console.log(`${"".padEnd(56)}    ours   other  ratio  target`);
  measure(paths, treeBytes);
  await measureCheckpoint({ folder, target, walkMs: median(inTurns(() => inChild("walk", "").innerMs)) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(paths: readonly string[], treeBytes: number): void {
  // Each copy goes to a folder of its own: ext4 is many times slower where it has just deleted as much.
  let copies = 0;
  const copy = (): number => time(() => execFileSync("cp", ["-a", target, join(folder, `copy-${copies++}`)]));
  // Restoring by git gives every file another time: what it does, it does to a tree of its own.
  const other = join(folder, "other");
  execFileSync("cp", ["-a", target, other]);
  const gits = inTurns((round) => {
    const place = join(folder, `git-${round}`);
    mkdirSync(place);
    return new ShadowGit(place, other);
  });
  const homes = inTurns((round) => join(folder, `home-${round}`));
  const first = inTurns((round) => ({
    ours: inChild("snapshot", homes[round] ?? ""),
    copyMs: copy(),
    gitMs: time(() => gits[round]?.record()),
    leastMs: leastWork(round),
  }));
  print(
    "first snapshot / cp -a",
    first.map(({ ours, copyMs }) => [ours.innerMs, copyMs]),
    "0.55",
  );
  print(
    "first snapshot / cp -a, whole processes",
    first.map(({ ours, copyMs }) => [ours.wholeMs, copyMs]),
    "",
  );
  print(
    "first snapshot / least work in Node",
    first.map(({ ours, leastMs }) => [ours.innerMs, leastMs]),
    "",
  );
  print(
    "least work in Node / cp -a",
    first.map(({ leastMs, copyMs }) => [leastMs, copyMs]),
    "",
  );
  print(
    "first snapshot / shadow git",
    first.map(({ ours, gitMs }) => [ours.innerMs, gitMs]),
    "0.20",
  );
  const home = homes[0] ?? "";
  print(
    "disk, MB: packs / tree",
    [[diskBytes(join(home, "snapshots/packs")) / 1e6, treeBytes / 1e6]],
    "0.80",
  );
  const still = inTurns(() => ({ ours: inChild("snapshot", home), walk: inChild("walk", home) }));
  print(
    "nothing changed / stat walk, whole processes",
    still.map(({ ours, walk }) => [ours.wholeMs, walk.wholeMs]),
    "1.00",
  );
  print(
    "nothing changed / stat walk, inside",
    still.map(({ ours, walk }) => [ours.innerMs, walk.innerMs]),
    "",
  );
  const changed = inTurns((round) => {
    for (const path of paths.slice(round * 20, round * 20 + 20)) appendFileSync(path, "changed\n");
    return { ours: inChild("snapshot", home), walk: inChild("walk", home) };
  });
  print(
    "20 changed / stat walk, whole processes",
    changed.map(({ ours, walk }) => [ours.wholeMs, walk.wholeMs]),
    "1.20",
  );
  print(
    "20 changed / stat walk, inside",
    changed.map(({ ours, walk }) => [ours.innerMs, walk.innerMs]),
    "",
  );
  const { id } = inChild("snapshot", home);
  const git = gits[0];
  if (git === undefined) return;
  const tree = git.record();
  const restored = inTurns((): readonly [number, number] => {
    damage(paths);
    const ours = inChild("restore", home, id).innerMs;
    damage(paths.map((path) => path.replace(target, other)));
    return [ours, time(() => git.restore(tree))];
  });
  print("restore of 20 changed, added, deleted / shadow git", restored, "0.65");
  print(
    "working tree made / cp -a",
    inTurns(() => [inChild("open", home, id).innerMs, copy()]),
    "1.10",
  );
  // As collection leaves a store of which all is needed and too much.
  const pressedMs = inChild("press", home, id).innerMs;
  print(
    `disk, MB: packs pressed / tree (${pressedMs.toFixed(0)} ms of work)`,
    [[diskBytes(join(home, "snapshots/packs")) / 1e6, treeBytes / 1e6]],
    "0.45",
  );
  print(
    "working tree made of pressed packs / cp -a",
    inTurns(() => [inChild("open", home, id).innerMs, copy()]),
    "",
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
