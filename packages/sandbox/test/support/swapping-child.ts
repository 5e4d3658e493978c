import { mkdirSync, renameSync, rmSync, symlinkSync, writeSync } from "node:fs";

// Puts a link in a folder's place and the folder back, over and over, as fast as it goes, until it is killed.
const [folder = "", outside = ""] = process.argv.slice(2);
const [aside, link] = [`${outside}.aside`, `${outside}.link`];
symlinkSync(outside, link);
writeSync(1, "begun\n");
for (;;) {
  try {
    renameSync(folder, aside);
    renameSync(link, folder);
    renameSync(folder, link);
    renameSync(aside, folder);
  } catch {
    // Whoever works there has removed one of them: begin anew.
    rmSync(aside, { recursive: true, force: true });
    rmSync(link, { recursive: true, force: true });
    symlinkSync(outside, link);
    try {
      mkdirSync(folder, { recursive: true });
    } catch {
      // The link is there.
    }
  }
}
