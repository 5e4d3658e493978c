import {
  type CallPosition,
  callPositionSchema,
  type JsonValue,
  jsonValueSchema,
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
import { describeCall } from "../audit/find-contradictions.ts";
import type { RowCheck } from "../audit/row-check.ts";
import type { Contents, PayloadColumns, PreparedContent } from "../contents/contents.ts";
import { parseRow } from "../database/parse-row.ts";
import { requireWritable } from "../database/require-writable.ts";
import { restoreJson } from "../database/restore-json.ts";
import type { PreparedItems, RequestItemsTable } from "./request-items-table.ts";
import { checkRow, rowHash } from "./row-hash.ts";
import { joinBody, splitBody } from "./split-body.ts";

interface CallColumns {
  readonly stage: string;
  readonly attempt: number;
  readonly turn: number;
  readonly call: number;
  readonly ordinal: number;
  readonly model: string;
  readonly requestHash: string;
  readonly body: string | null;
  readonly bodyHash: string | null;
  readonly lastItem: string | null;
  readonly answer: string | null;
  readonly answerHash: string | null;
  readonly failure: string | null;
}

type CallRow = CallColumns & { readonly rowHash: string };
type CallEnd = Pick<CallColumns, "answer" | "answerHash" | "failure">;

/** A request that may be entered. */
export interface PreparedRequest {
  readonly request: ModelCallRequest;
  readonly body: PayloadColumns;
  readonly content: PreparedContent | null;
  readonly items: PreparedItems;
}

/** The end of a call that may be entered. */
export interface PreparedCallEnd {
  readonly position: CallPosition;
  readonly end: CallEnd;
  readonly content: PreparedContent | null;
}

/** Bytes up to which what surrounds a conversation is kept in the row: more is the same in most calls, and kept once. */
const shortBodyBytes = 500;

const columns = `stage, attempt, turn, call, ordinal, model, request_hash AS requestHash, body, body_hash AS bodyHash,
  last_item AS lastItem, answer, answer_hash AS answerHash, failure, row_hash AS rowHash`;

/** Every request to a model and what came of it: the recording that resume and replay read. */
export class ModelCallsTable {
  readonly #contents: Contents;
  readonly #items: RequestItemsTable;
  readonly #selectLastOrdinal;
  readonly #selectOne;
  readonly #put;
  readonly #select;

  constructor(connection: Database, contents: Contents, items: RequestItemsTable) {
    this.#contents = contents;
    this.#items = items;
    this.#selectLastOrdinal = connection
      .prepare<[string], number | null>("SELECT max(ordinal) FROM model_calls WHERE run_id = ?")
      .pluck();
    this.#selectOne = connection.prepare<[CallPosition & { runId: string }], CallRow>(
      `SELECT ${columns} FROM model_calls
       WHERE run_id = :runId AND stage = :stage AND attempt = :attempt AND turn = :turn AND call = :call`,
    );
    this.#put = connection.prepare<[CallRow & { runId: string }]>(
      `INSERT OR REPLACE INTO model_calls (run_id, stage, attempt, turn, call, ordinal, model, request_hash, body,
         body_hash, last_item, answer, answer_hash, failure, row_hash)
       VALUES (:runId, :stage, :attempt, :turn, :call, :ordinal, :model, :requestHash, :body, :bodyHash, :lastItem,
         :answer, :answerHash, :failure, :rowHash)`,
    );
    this.#select = connection.prepare<[string], CallRow>(
      `SELECT ${columns} FROM model_calls WHERE run_id = ? ORDER BY ordinal`,
    );
  }

  prepareBegin(runId: string, request: ModelCallRequest): PreparedRequest {
    const checked = requireWritable(modelCallRequestSchema, "a model request", request);
    const { rest, input } = splitBody(checked.body);
    const { columns: body, content } = this.#contents.preparePayload(JSON.stringify(rest), shortBodyBytes);
    return { request: checked, body, content, items: this.#items.prepare(runId, input ?? []) };
  }

  /**
   * False when the call has its answer already: that is paid for and stays. One without an answer (failed, or in flight
   * when its process died) may be made again at its position, and then counts as begun last.
   */
  begin(runId: string, { request, body, content, items }: PreparedRequest): boolean {
    const { position, model, hash: requestHash } = request;
    const earlier = this.#selectOne.get({ ...position, runId });
    if (earlier !== undefined && (earlier.answer ?? earlier.answerHash) !== null) return false;
    if (content !== null) this.#contents.enter(content);
    this.#items.enter(runId, items);
    const ordinal = (this.#selectLastOrdinal.get(runId) ?? 0) + 1;
    const sent = { model, requestHash, body: body.text, bodyHash: body.hash, lastItem: items.lastItem };
    this.#write(runId, { ...position, ordinal, ...sent, answer: null, answerHash: null, failure: null });
    return true;
  }

  prepareAnswer(position: CallPosition, answer: ModelCallAnswer): PreparedCallEnd {
    const checked = requireWritable(modelCallAnswerSchema, "a model answer", answer);
    const { columns: payload, content } = this.#contents.preparePayload(JSON.stringify(checked));
    return prepareEnd(position, { answer: payload.text, answerHash: payload.hash, failure: null }, content);
  }

  prepareFailure(position: CallPosition, failure: ModelCallFailure): PreparedCallEnd {
    const checked = requireWritable(modelCallFailureSchema, "a model failure", failure);
    return prepareEnd(position, { answer: null, answerHash: null, failure: JSON.stringify(checked) }, null);
  }

  /** False when no such call is waiting for its end. */
  end(runId: string, { position, end, content }: PreparedCallEnd): boolean {
    const row = this.#selectOne.get({ ...position, runId });
    if (row === undefined || (row.answer ?? row.answerHash ?? row.failure) !== null) return false;
    if (content !== null) this.#contents.enter(content);
    this.#write(runId, { ...checkCall(runId, row), ...end });
    return true;
  }

  /** What fits its hash is what was let in, so it is not parsed by the schema again. */
  read(runId: string): readonly ModelCall[] {
    const conversation = this.#items.read(runId);
    return this.#select.all(runId).map((row) => this.#toCall(runId, checkCall(runId, row), conversation));
  }

  /** The rows, each to be read by itself and parsed. */
  checks(runId: string): readonly RowCheck<ModelCall>[] {
    const place = { table: "model_calls", runId };
    const conversation = this.#items.read(runId);
    return this.#select.all(runId).map((row) => ({
      place: describeCall(row),
      read: () => parseRow(modelCallSchema, place, this.#toCall(runId, checkCall(runId, row), conversation)),
    }));
  }

  #toCall(
    runId: string,
    row: CallColumns,
    conversation: (lastItem: string) => readonly JsonValue[],
  ): ModelCall {
    const place = { table: "model_calls", runId };
    const rest = this.#contents.readPayload({ text: row.body, hash: row.bodyHash }, place);
    const answer = this.#contents.readPayload({ text: row.answer, hash: row.answerHash }, place);
    const { stage, attempt, turn, call, model, requestHash, lastItem } = row;
    const body = joinBody({
      rest: restoreJson(jsonValueSchema, rest ?? ""),
      input: lastItem === null ? null : conversation(lastItem),
    });
    return {
      request: { position: { stage, attempt, turn, call }, model, hash: requestHash, body },
      answer: answer === null ? null : restoreJson(modelCallAnswerSchema, answer),
      failure: row.failure === null ? null : restoreJson(modelCallFailureSchema, row.failure),
    };
  }

  #write(runId: string, row: CallColumns): void {
    this.#put.run({ ...row, rowHash: rowHash({ ...row }), runId });
  }
}

function prepareEnd(position: CallPosition, end: CallEnd, content: PreparedContent | null): PreparedCallEnd {
  return { position: requireWritable(callPositionSchema, "a call position", position), end, content };
}

function checkCall(runId: string, row: CallRow): CallColumns {
  return checkRow({ table: "model_calls", runId }, describeCall(row), { ...row });
}
