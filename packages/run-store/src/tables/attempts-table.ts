import { type AttemptEnd, type AttemptRecord, attemptRecordSchema, type NewAttempt } from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { RowCheck } from "../audit/row-check.ts";
import type { Contents, PreparedContent } from "../contents/contents.ts";
import { parseJson, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";
import { checkRow, rowHash } from "./row-hash.ts";

interface AttemptColumns {
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

type AttemptRow = AttemptColumns & { readonly rowHash: string };
type EndColumns = Pick<AttemptColumns, "endedAt" | "outcome" | "output" | "outputHash" | "reason">;

interface AttemptPosition {
  readonly stage: string;
  readonly attempt: number;
}

/** An attempt that may begin. */
export interface PreparedAttempt {
  readonly row: AttemptColumns;
  readonly content: PreparedContent | null;
}

/** The end of an attempt that may be entered. */
export interface PreparedAttemptEnd {
  readonly position: AttemptPosition;
  readonly end: EndColumns;
  readonly content: PreparedContent | null;
}

const columns = `stage, attempt, stage_index AS stageIndex, role, started_at AS startedAt, ended_at AS endedAt, outcome,
  input, input_hash AS inputHash, output, output_hash AS outputHash, reason, row_hash AS rowHash`;

/** The tries at the stages, each with what the persona received and what it submitted. */
export class AttemptsTable {
  readonly #contents: Contents;
  readonly #selectOne;
  readonly #put;
  readonly #select;

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    this.#selectOne = connection.prepare<[string, string, number], AttemptRow>(
      `SELECT ${columns} FROM attempts WHERE run_id = ? AND stage = ? AND attempt = ?`,
    );
    this.#put = connection.prepare<[AttemptRow & { runId: string }]>(
      `INSERT OR REPLACE INTO attempts (run_id, stage, attempt, stage_index, role, started_at, ended_at, outcome, input,
         input_hash, output, output_hash, reason, row_hash)
       VALUES (:runId, :stage, :attempt, :stageIndex, :role, :startedAt, :endedAt, :outcome, :input, :inputHash,
         :output, :outputHash, :reason, :rowHash)`,
    );
    this.#select = connection.prepare<[string], AttemptRow>(
      `SELECT ${columns} FROM attempts WHERE run_id = ? ORDER BY stage_index, attempt, stage`,
    );
  }

  prepareBegin(attempt: NewAttempt): PreparedAttempt {
    const { input, ...rest } = requireWritable(newAttemptSchema, "an attempt", attempt);
    const { columns: payload, content } = this.#contents.preparePayload(JSON.stringify(input));
    const notEnded = { endedAt: null, outcome: "running", output: null, outputHash: null, reason: null };
    return { row: { ...rest, input: payload.text, inputHash: payload.hash, ...notEnded }, content };
  }

  /** False when the attempt has ended already. One that a dead process left unfinished may begin again. */
  begin(runId: string, { row, content }: PreparedAttempt): boolean {
    const earlier = this.#selectOne.get(runId, row.stage, row.attempt);
    if (earlier !== undefined && earlier.outcome !== "running") return false;
    if (content !== null) this.#contents.enter(content);
    this.#write(runId, row);
    return true;
  }

  prepareEnd(position: AttemptPosition, end: AttemptEnd): PreparedAttemptEnd {
    const { output, ...rest } = requireWritable(attemptEndSchema, "the end of an attempt", end);
    const { columns: payload, content } =
      output === null
        ? { columns: { text: null, hash: null }, content: null }
        : this.#contents.preparePayload(JSON.stringify(output));
    return { position, end: { ...rest, output: payload.text, outputHash: payload.hash }, content };
  }

  /** False when no such attempt is running. */
  end(runId: string, { position, end, content }: PreparedAttemptEnd): boolean {
    const row = this.#selectOne.get(runId, position.stage, position.attempt);
    if (row?.outcome !== "running") return false;
    if (content !== null) this.#contents.enter(content);
    this.#write(runId, { ...checkAttempt(runId, row), ...end });
    return true;
  }

  read(runId: string): readonly AttemptRecord[] {
    return this.checks(runId).map((check) => check.read());
  }

  /** The rows, each to be read by itself. */
  checks(runId: string): readonly RowCheck<AttemptRecord>[] {
    return this.#select.all(runId).map((row) => ({
      place: describeAttempt(row),
      read: () => this.#parse(runId, row),
    }));
  }

  #parse(runId: string, row: AttemptRow): AttemptRecord {
    const place = { table: "attempts", runId };
    const { input, inputHash, output, outputHash, ...rest } = checkAttempt(runId, row);
    const inputText = this.#contents.readPayload({ text: input, hash: inputHash }, place);
    const outputText = this.#contents.readPayload({ text: output, hash: outputHash }, place);
    return parseRow(attemptRecordSchema, place, {
      ...rest,
      input: inputText === null ? null : parseJson(place, inputText),
      output: outputText === null ? null : parseJson(place, outputText),
    });
  }

  #write(runId: string, row: AttemptColumns): void {
    this.#put.run({ ...row, rowHash: rowHash({ ...row }), runId });
  }
}

function describeAttempt({ stage, attempt }: AttemptPosition): string {
  return `attempt ${attempt} at ${stage}`;
}

function checkAttempt(runId: string, row: AttemptRow): AttemptColumns {
  return checkRow({ table: "attempts", runId }, describeAttempt(row), { ...row });
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
