import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Copies the sample project to `destination` and adds what a folder that somebody works in has and no repository carries. */
export async function copyProject(destination: string): Promise<void> {
  const source = path.join(import.meta.dirname, "../project");
  await cp(source, destination, { recursive: true, verbatimSymlinks: true });
  const ignored = path.join(destination, "data/flat.private.csv");
  await writeFile(ignored, "date,category,description,amount\n2026-11-01,rent,Flat,900.00\n");
  await chmod(ignored, 0o600);
  await mkdir(path.join(destination, "exports"));
}
