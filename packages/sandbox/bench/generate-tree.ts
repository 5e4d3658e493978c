import { mkdirSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";

const filesAFolder = 25;

/**
 * Writes a tree like a project's with its dependencies: many small files of words, few large ones of noise, a fifth of
 * the contents there twice. Returns the paths of its files.
 */
export function generateTree(root: string, files: number, totalBytes: number): readonly string[] {
  const random = createRandom(1);
  const words = Array.from({ length: 2000 }, () => randomWord(random));
  const average = totalBytes / files;
  const paths: string[] = [];
  let last = "";
  for (let at = 0; at < files; at += 1) {
    const folder = join(
      root,
      `d${Math.floor(at / (filesAFolder * 8)) % 7}`,
      `package-${Math.floor(at / (filesAFolder * 8))}`,
      `part-${Math.floor(at / filesAFolder) % 8}`,
    );
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `file-${at}.ts`);
    const size = Math.floor(average * 0.85 * -Math.log(1 - random()));
    if (at % 5 !== 0 || last === "") last = text(words, size, random);
    writeFileSync(path, last);
    if (at % 1000 === 999) writeFileSync(`${path}.bin`, randomBytes(Math.floor(average * 150)));
    paths.push(path);
  }
  return paths;
}

function text(words: readonly string[], size: number, random: () => number): string {
  const parts: string[] = [];
  for (let length = 0; length < size;) {
    const word = words[Math.floor(random() ** 2 * words.length)] ?? "";
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(random() < 0.1 ? "\n" : " ");
}

function randomWord(random: () => number): string {
  const letters = "etaoinshrdlucmfwypvbgkjqxz_(){};=.";
  return Array.from(
    { length: 2 + Math.floor(random() * 9) },
    () => letters[Math.floor(random() ** 1.6 * letters.length)],
  ).join("");
}

/** Mulberry32: the same tree each time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
