import { type AttemptEnd, type AttemptRecord, attemptRecordSchema, type NewAttempt } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { Contents, PreparedContent } from "../contents/contents.ts";
import { parseJson, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";

interface AttemptRow {
  readonly stage: string;
  readonly attempt: number;
  readonly stageIndex: number;
  readonly role: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: string;
  readonly input: string | null;
  readonly inputHash: string | null;
  readonly output: string | null;
  readonly outputHash: string | null;
  readonly reason: string | null;
}

type BegunRow = Omit<AttemptRow, "endedAt" | "outcome" | "output" | "outputHash" | "reason">;
type EndedRow = Pick<
  AttemptRow,
  "stage" | "attempt" | "endedAt" | "outcome" | "output" | "outputHash" | "reason"
>;

/** A row with the long payloads that must be entered with it, in one transaction. */
interface Prepared<Row> {
  readonly row: Row;
  readonly content: PreparedContent | null;
}

/** The tries at the stages, each with what the persona received and what it submitted. */
export class AttemptsTable {
  readonly #contents: Contents;
  readonly #insert;
  readonly #end;
  readonly #select;

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    // An attempt that a dead process left unfinished may begin again; a finished one may not.
    this.#insert = connection.prepare<[BegunRow & { runId: string }]>(
      `INSERT INTO attempts (run_id, stage, attempt, stage_index, role, started_at, outcome, input, input_hash)
       VALUES (:runId, :stage, :attempt, :stageIndex, :role, :startedAt, 'running', :input, :inputHash)
       ON CONFLICT (run_id, stage, attempt) DO UPDATE SET stage_index = excluded.stage_index, role = excluded.role,
         started_at = excluded.started_at, input = excluded.input, input_hash = excluded.input_hash
       WHERE outcome = 'running'`,
    );
    this.#end = connection.prepare<[EndedRow & { runId: string }]>(
      `UPDATE attempts SET ended_at = :endedAt, outcome = :outcome, output = :output, output_hash = :outputHash,
         reason = :reason
       WHERE run_id = :runId AND stage = :stage AND attempt = :attempt AND outcome = 'running'`,
    );
    this.#select = connection.prepare<[string], AttemptRow>(
      `SELECT stage, attempt, stage_index AS stageIndex, role, started_at AS startedAt, ended_at AS endedAt, outcome,
         input, input_hash AS inputHash, output, output_hash AS outputHash, reason
       FROM attempts WHERE run_id = ? ORDER BY stage_index, attempt, stage`,
    );
  }

  prepareBegin(attempt: NewAttempt): Prepared<BegunRow> {
    const { input, ...rest } = requireWritable(newAttemptSchema, "an attempt", attempt);
    const { columns, content } = this.#contents.preparePayload(JSON.stringify(input));
    return { row: { ...rest, input: columns.text, inputHash: columns.hash }, content };
  }

  /** False when the attempt has ended already. */
  begin(runId: string, { row, content }: Prepared<BegunRow>): boolean {
    if (content !== null) this.#contents.enter(content);
    return this.#insert.run({ ...row, runId }).changes === 1;
  }

  prepareEnd(
    position: { readonly stage: string; readonly attempt: number },
    end: AttemptEnd,
  ): Prepared<EndedRow> {
    const { output, ...rest } = requireWritable(attemptEndSchema, "the end of an attempt", end);
    const { columns, content } =
      output === null
        ? { columns: { text: null, hash: null }, content: null }
        : this.#contents.preparePayload(JSON.stringify(output));
    return { row: { ...position, ...rest, output: columns.text, outputHash: columns.hash }, content };
  }

  /** False when no such attempt is running. */
  end(runId: string, { row, content }: Prepared<EndedRow>): boolean {
    if (content !== null) this.#contents.enter(content);
    return this.#end.run({ ...row, runId }).changes === 1;
  }

  read(runId: string): readonly AttemptRecord[] {
    const place = { table: "attempts", runId };
    return this.#select.all(runId).map(({ input, inputHash, output, outputHash, ...rest }) => {
      const inputText = this.#contents.readPayload({ text: input, hash: inputHash }, place);
      const outputText = this.#contents.readPayload({ text: output, hash: outputHash }, place);
      return parseRow(attemptRecordSchema, place, {
        ...rest,
        input: inputText === null ? null : parseJson(place, inputText),
        output: outputText === null ? null : parseJson(place, outputText),
      });
    });
  }
}

const newAttemptSchema = attemptRecordSchema.pick({
  stage: true,
  attempt: true,
  stageIndex: true,
  role: true,
  startedAt: true,
  input: true,
});
const attemptEndSchema = attemptRecordSchema.pick({
  endedAt: true,
  outcome: true,
  output: true,
  reason: true,
});
