import { describe, expect, it } from "vitest";
import { errorCodes, isKimiError, KimiError } from "../../src/index.ts";

describe("KimiError", () => {
  it("is an Error with a code, and by default not worth a retry", () => {
    const error = new KimiError("input", "plan.md is empty.");
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "KimiError",
      code: "input",
      message: "plan.md is empty.",
      retryable: false,
    });
    expect(error.details).toEqual({});
    expect("cause" in error).toBe(false);
  });

  it("carries its cause, its facts and whether a retry can help", () => {
    const cause = new TypeError("fetch failed");
    const error = new KimiError("endpoint-unavailable", "No answer.", {
      retryable: true,
      details: { tries: 5 },
      cause,
    });
    expect(error).toMatchObject({ retryable: true, details: { tries: 5 } });
    expect(error.cause).toBe(cause);
  });
});

describe("isKimiError", () => {
  const error = new KimiError("disk", "No space is left.");

  it("takes any code when none is named", () => {
    expect(isKimiError(error)).toBe(true);
  });

  it("takes one of the named codes and no other", () => {
    expect(isKimiError(error, "store", "disk")).toBe(true);
    expect(isKimiError(error, "store")).toBe(false);
  });

  it.each([new Error("disk"), { name: "KimiError", code: "disk" }, "disk", null, undefined])(
    "is not fooled by %s",
    (other) => {
      expect(isKimiError(other)).toBe(false);
    },
  );
});

it("names each cause once", () => {
  expect(new Set(errorCodes).size).toBe(errorCodes.length);
});
