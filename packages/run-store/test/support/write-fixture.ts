// Writes the database of the present schema version as a test fixture, for when that version is released:
// `node --conditions=@kimi/source test/support/write-fixture.ts test/fixtures/version-1.db`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openRunStore } from "../../src/index.ts";
import { recordSample } from "./record-sample.ts";

const [path = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "run-store-fixture-"));
{
  await using store = await openRunStore({ home });
  await recordSample(store);
}
const database = new Database(join(home, "runs.db"));
database.pragma("journal_mode = DELETE");
database.pragma("page_size = 512");
rmSync(path, { force: true });
database.prepare("VACUUM INTO ?").run(path);
database.close();
rmSync(home, { recursive: true });
