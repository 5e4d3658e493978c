import { KimiError } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import { migrations } from "./migrations.ts";

/** Marks a database as ours (`PRAGMA application_id`): "KIMI". */
const applicationId = 0x4b_49_4d_49;

/**
 * Brings a database to the schema of this program: all the steps it has not taken, or none. Safe when several
 * processes do it at once.
 * @throws KimiError `store` for a database of a newer version or of another program; it is not touched.
 */
export function migrate(connection: Database, file: string, steps: readonly string[] = migrations): void {
  checkOurs(connection, file, steps.length);
  if (readPragma(connection, "user_version") === steps.length) return;
  connection
    .transaction(() => {
      // Another process may have migrated while this one waited for the lock.
      const version = readPragma(connection, "user_version");
      for (const step of steps.slice(version)) connection.exec(step);
      connection.pragma(`application_id = ${applicationId}`);
      connection.pragma(`user_version = ${Math.max(version, steps.length)}`);
    })
    .immediate();
}

/**
 * Refuses what this program must not write to.
 * @throws KimiError `store` for a database of a newer version or of another program.
 */
export function checkOurs(connection: Database, file: string, known = migrations.length): void {
  const version = readPragma(connection, "user_version");
  const owner = readPragma(connection, "application_id");
  const tables = Number(connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get());
  const fresh = owner === 0 && version === 0 && tables === 0;
  if (!fresh && owner !== applicationId) {
    throw new KimiError(
      "store",
      `${file} is a database of another program; expected the run store. It was not changed. ` +
        "Move it away, or point KIMI_AGENT_HOME at another folder.",
      { details: { file, applicationId: owner } },
    );
  }
  if (version > known) {
    throw new KimiError(
      "store",
      `The run store ${file} has schema version ${version}; this program knows versions up to ${known}. ` +
        "It was not changed. Use the newer program that wrote it, or point KIMI_AGENT_HOME at another folder.",
      { details: { file, found: version, known } },
    );
  }
}

function readPragma(connection: Database, name: "user_version" | "application_id"): number {
  return Number(connection.pragma(name, { simple: true }));
}
