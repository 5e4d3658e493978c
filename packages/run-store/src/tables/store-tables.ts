import type { Database } from "better-sqlite3";
import { ContentFiles } from "../contents/content-files.ts";
import { Contents } from "../contents/contents.ts";
import type { StoreFiles } from "../database/prepare-home.ts";
import { SearchIndex } from "../search/search-index.ts";
import { ArtifactsTable } from "./artifacts-table.ts";
import { AttemptsTable } from "./attempts-table.ts";
import { EventsTable } from "./events-table.ts";
import { HeadsTable } from "./heads-table.ts";
import { ModelCallsTable } from "./model-calls-table.ts";
import { RequestItemsTable } from "./request-items-table.ts";
import { RunsTable } from "./runs-table.ts";

/** All that is kept of runs, over one connection. */
export interface StoreTables {
  readonly runs: RunsTable;
  readonly attempts: AttemptsTable;
  readonly events: EventsTable;
  readonly heads: HeadsTable;
  readonly modelCalls: ModelCallsTable;
  readonly artifacts: ArtifactsTable;
  readonly search: SearchIndex;
  readonly contentFiles: ContentFiles;
}

/** Prepares the statements of every table. */
export function openTables(connection: Database, files: StoreFiles): StoreTables {
  const contentFiles = new ContentFiles(files.contents);
  const contents = new Contents(connection, contentFiles);
  return {
    runs: new RunsTable(connection),
    attempts: new AttemptsTable(connection, contents),
    events: new EventsTable(connection, contents),
    heads: new HeadsTable(connection),
    modelCalls: new ModelCallsTable(connection, contents, new RequestItemsTable(connection, contents)),
    artifacts: new ArtifactsTable(connection, contents),
    search: new SearchIndex(connection),
    contentFiles,
  };
}
