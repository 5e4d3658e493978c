import { KimiError } from "@kimi/contracts";
import { expect, it } from "vitest";
import { assertDeliverable } from "../../src/accept/assert-deliverable.ts";

const refusing = (error: Error) => ({
  async openDeliverables(): Promise<never> {
    throw error;
  },
});

it.each([
  ["target", new KimiError("workspace", "it may not be written to")],
  ["target", new KimiError("path-refused", "a file is in the way")],
  ["target", new KimiError("disk", "it can only be read")],
  ["disk", new KimiError("disk", "the disk is full", { retryable: true })],
])("ends with %s where deliverables cannot be written: %s", async (code, error) => {
  await expect(assertDeliverable(refusing(error), "/project", "run-1")).rejects.toMatchObject({
    code,
    message: expect.stringContaining(error.message),
  });
});

it("lets a mistake of ours through as it is", async () => {
  await expect(assertDeliverable(refusing(new TypeError("ours")), "/", "r")).rejects.toThrow(TypeError);
});
