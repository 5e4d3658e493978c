import {
  type CallPosition,
  callPositionSchema,
  type ModelCall,
  type ModelCallAnswer,
  modelCallAnswerSchema,
  type ModelCallFailure,
  modelCallFailureSchema,
  type ModelCallRequest,
  modelCallRequestSchema,
  modelCallSchema,
} from "@kimi/contracts";
import type { Database } from "better-sqlite3";
import type { Contents, PayloadColumns, PreparedContent } from "../contents/contents.ts";
import { parseJson, parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";

interface ModelCallRow {
  readonly stage: string;
  readonly attempt: number;
  readonly turn: number;
  readonly call: number;
  readonly model: string;
  readonly requestHash: string;
  readonly body: string | null;
  readonly bodyHash: string | null;
  readonly answer: string | null;
  readonly answerHash: string | null;
  readonly failure: string | null;
}

type BegunRow = Omit<ModelCallRow, "answer" | "answerHash" | "failure">;
type EndedRow = CallPosition & Pick<ModelCallRow, "answer" | "answerHash" | "failure">;

/** A row with the long payload that must be entered with it, in one transaction. */
interface Prepared<Row> {
  readonly row: Row;
  readonly content: PreparedContent | null;
}

/** Every request to a model and what came of it: the recording that resume and replay read. */
export class ModelCallsTable {
  readonly #contents: Contents;
  readonly #begin;
  readonly #end;
  readonly #select;

  constructor(connection: Database, contents: Contents) {
    this.#contents = contents;
    // A call without an answer (failed, or in flight when its process died) may be made again at its position and
    // then counts as begun last; an answered one is paid for and stays.
    this.#begin = connection.prepare<[BegunRow & { runId: string }]>(
      `INSERT INTO model_calls (run_id, stage, attempt, turn, call, ordinal, model, request_hash, body, body_hash)
       VALUES (:runId, :stage, :attempt, :turn, :call,
         (SELECT coalesce(max(ordinal), 0) + 1 FROM model_calls WHERE run_id = :runId),
         :model, :requestHash, :body, :bodyHash)
       ON CONFLICT (run_id, stage, attempt, turn, call) DO UPDATE SET ordinal = excluded.ordinal,
         model = excluded.model, request_hash = excluded.request_hash, body = excluded.body,
         body_hash = excluded.body_hash, failure = NULL
       WHERE answer IS NULL AND answer_hash IS NULL`,
    );
    this.#end = connection.prepare<[EndedRow & { runId: string }]>(
      `UPDATE model_calls SET answer = :answer, answer_hash = :answerHash, failure = :failure
       WHERE run_id = :runId AND stage = :stage AND attempt = :attempt AND turn = :turn AND call = :call
         AND answer IS NULL AND answer_hash IS NULL AND failure IS NULL`,
    );
    this.#select = connection.prepare<[string], ModelCallRow>(
      `SELECT stage, attempt, turn, call, model, request_hash AS requestHash, body, body_hash AS bodyHash,
         answer, answer_hash AS answerHash, failure
       FROM model_calls WHERE run_id = ? ORDER BY ordinal`,
    );
  }

  prepareBegin(request: ModelCallRequest): Prepared<BegunRow> {
    const { position, model, hash, body } = requireWritable(
      modelCallRequestSchema,
      "a model request",
      request,
    );
    const { columns, content } = this.#contents.preparePayload(JSON.stringify(body));
    return {
      row: { ...position, model, requestHash: hash, body: columns.text, bodyHash: columns.hash },
      content,
    };
  }

  /** False when the call has its answer already. */
  begin(runId: string, { row, content }: Prepared<BegunRow>): boolean {
    if (content !== null) this.#contents.enter(content);
    return this.#begin.run({ ...row, runId }).changes === 1;
  }

  prepareAnswer(position: CallPosition, answer: ModelCallAnswer): Prepared<EndedRow> {
    const checked = requireWritable(modelCallAnswerSchema, "a model answer", answer);
    const { columns, content } = this.#contents.preparePayload(JSON.stringify(checked));
    return { row: toEnd(position, columns, null), content };
  }

  prepareFailure(position: CallPosition, failure: ModelCallFailure): Prepared<EndedRow> {
    const checked = requireWritable(modelCallFailureSchema, "a model failure", failure);
    return { row: toEnd(position, { text: null, hash: null }, JSON.stringify(checked)), content: null };
  }

  /** False when no such call is waiting for its end. */
  end(runId: string, { row, content }: Prepared<EndedRow>): boolean {
    if (content !== null) this.#contents.enter(content);
    return this.#end.run({ ...row, runId }).changes === 1;
  }

  read(runId: string): readonly ModelCall[] {
    return this.#select.all(runId).map((row) => this.#toCall(runId, row));
  }

  #toCall(runId: string, row: ModelCallRow): ModelCall {
    const place = { table: "model_calls", runId };
    const body = this.#contents.readPayload({ text: row.body, hash: row.bodyHash }, place);
    const answer = this.#contents.readPayload({ text: row.answer, hash: row.answerHash }, place);
    const { stage, attempt, turn, call, model, requestHash } = row;
    return parseRow(modelCallSchema, place, {
      request: {
        position: { stage, attempt, turn, call },
        model,
        hash: requestHash,
        body: body === null ? undefined : parseJson(place, body),
      },
      answer: answer === null ? null : parseJson(place, answer),
      failure: row.failure === null ? null : parseJson(place, row.failure),
    });
  }
}

function toEnd(position: CallPosition, answer: PayloadColumns, failure: string | null): EndedRow {
  const checked = requireWritable(callPositionSchema, "a call position", position);
  return { ...checked, answer: answer.text, answerHash: answer.hash, failure };
}
