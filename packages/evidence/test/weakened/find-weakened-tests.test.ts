import { describe, expect, it } from "vitest";
import { findWeakenedTests } from "../../src/weakened/find-weakened-tests.ts";

const path = "test/a.test.js";
const before =
  'test("adds", () => {\n  assert.equal(add(1), 1);\n  assert.ok(add);\n});\ntest("stays", () => {});\n';
const weaken = (from: string, to: string): readonly [boolean, string][] =>
  findWeakenedTests([{ path, before, after: before.replace(from, to) }]).map(({ blocking, message }) => [
    blocking,
    message,
  ]);

describe("tests that stood before", () => {
  it("raise no finding when they are unchanged, moved about in the file, or joined by others", () => {
    expect(weaken("", "")).toEqual([]);
    expect(weaken('test("stays"', 'test("more", () => {});\ntest("stays"')).toEqual([]);
    expect(weaken("  assert.ok(add);\n", "    assert.ok( add );\n".replace("( add )", "(add)"))).toEqual([]);
  });

  it("may not be skipped, focused, emptied or taken away", () => {
    expect(weaken('test("adds"', 'test.skip("adds"')).toEqual([[true, "The test “adds” is no longer run."]]);
    expect(weaken('"adds", ', '"adds", { todo: true }, ')).toEqual([
      [true, "The test “adds” is no longer run."],
    ]);
    expect(weaken('test("stays"', 'test.only("stays"')).toEqual([
      [true, "Only “stays” is run: the file's other tests are left out."],
    ]);
    expect(weaken("  assert.ok(add);\n", "")).toEqual([[true, "The assertions of “adds” went from 2 to 1."]]);
    expect(weaken('test("stays"', '// test("stays"')).toEqual([[true, "The test “stays” is gone."]]);
  });

  it("may not expect something else without an excuse, which is then said", () => {
    expect(weaken("add(1), 1", "add(1), 2")).toEqual([
      [true, "An expectation of “adds” was altered: assert.equal(add(1), 1)"],
    ]);
    const changes = [{ path, before, after: before.replace("add(1), 1", "add(1), 2") }];
    expect(findWeakenedTests(changes, ({ kind, test }) => `${kind} of ${test}.`)).toMatchObject([
      { blocking: false, message: expect.stringMatching(/equal\(add\(1\), 1\) expectation of adds\.$/) },
    ]);
  });

  it("may move to another file and not vanish with theirs", () => {
    const gone = { path, before, after: null };
    expect(findWeakenedTests([gone, { path: "test/b.test.js", before: null, after: before }])).toEqual([]);
    expect(findWeakenedTests([gone])).toHaveLength(2);
  });
});
