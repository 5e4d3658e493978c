import { expect, it } from "vitest";
import { criterionIdSchema, requirementIdSchema } from "../../src/index.ts";

it.each(["REQ-1", "REQ-10", "REQ-123"])("takes %s as the id of a requirement", (id) => {
  expect(requirementIdSchema.parse(id)).toBe(id);
});

it.each(["REQ-0", "REQ-01", "req-1", "REQ-1.1", "REQ-", "REQ-1 ", "XREQ-1", "REQ-1\n"])(
  "refuses %j as the id of a requirement",
  (id) => {
    expect(requirementIdSchema.safeParse(id).success).toBe(false);
  },
);

it.each(["REQ-1.1", "REQ-10.20"])("takes %s as the id of a criterion", (id) => {
  expect(criterionIdSchema.parse(id)).toBe(id);
});

it.each(["REQ-1", "REQ-1.0", "REQ-1.01", "REQ-1.1.1", "REQ-0.1"])(
  "refuses %j as the id of a criterion",
  (id) => {
    expect(criterionIdSchema.safeParse(id).success).toBe(false);
  },
);
