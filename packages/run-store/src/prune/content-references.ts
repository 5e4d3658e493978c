/** Every column that names a content. */
export const contentReferences = [
  { table: "attempts", column: "input_hash" },
  { table: "attempts", column: "output_hash" },
  { table: "events", column: "event_hash" },
  { table: "request_items", column: "item_hash" },
  { table: "model_calls", column: "body_hash" },
  { table: "model_calls", column: "answer_hash" },
  { table: "artifacts", column: "hash" },
] as const;
