import {
  jsonValueSchema,
  type JsonValue,
  type ModelCall,
  modelCallRequestSchema,
  modelCallSchema,
} from "@kimi/contracts";
import { z } from "zod";
import { joinBody } from "../tables/split-body.ts";

const partSchema = z.strictObject({ hash: z.string().length(64), value: jsonValueSchema });

const foldedCallSchema = modelCallSchema.extend({
  request: modelCallRequestSchema.omit({ body: true }).extend({
    /** Names what surrounds the conversation. */
    rest: z.string().length(64),
    input: z
      .strictObject({
        /** Index of the call whose conversation goes before; `null`: none. */
        after: z.int().min(0).nullable(),
        items: z.array(z.string().length(64)),
      })
      .nullable(),
  }),
});

/**
 * The model calls of an exported run, in full: from the rows of its tables `model_calls` and `request_parts`.
 * @throws z.ZodError for rows of another form, Error for a part that is missing.
 */
export function unfoldCalls(calls: readonly unknown[], parts: readonly unknown[]): readonly ModelCall[] {
  const values = new Map(parts.map((part) => partSchema.parse(part)).map(({ hash, value }) => [hash, value]));
  const find = (hash: string): JsonValue => {
    const value = values.get(hash);
    if (value === undefined) throw new Error(`The part ${hash} of a request is missing.`);
    return value;
  };
  const conversations: (readonly JsonValue[])[] = [];
  return calls.map((row) => {
    const { request, answer, failure } = foldedCallSchema.parse(row);
    const { rest, input, ...sent } = request;
    const before = input?.after === null || input === null ? [] : (conversations[input.after] ?? []);
    const conversation = [...before, ...(input?.items ?? []).map(find)];
    conversations.push(conversation);
    const body = joinBody({ rest: find(rest), input: input === null ? null : conversation });
    return { request: { ...sent, body }, answer, failure };
  });
}
