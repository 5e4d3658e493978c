import * as fc from "fast-check";
import { expect, it } from "vitest";
import { seededRandom } from "../../src/hollow/seeded-random.ts";
import { renameInputs } from "../../src/special-cased/rename-inputs.ts";

it("puts the same new word wherever the old one stands in the test, and nowhere else", () => {
  const text =
    'const Ada = 1;\ntest("greets Ada", () => {\n  assert.equal(greet("Ada"), "Hello, Ada! Adam too");\n});\n// Ada\n';
  const { text: renamed, words } = renameInputs(
    text,
    { name: "greetings > greets Ada", startLine: 2, endLine: 4 },
    ["Ada"],
    seededRandom(1),
  );
  const word = words.get("Ada");
  expect(word).toMatch(/^[A-Z][a-z]{2}$/);
  expect(renamed).toBe(text.replace('greet("Ada"), "Hello, Ada!', `greet("${word}"), "Hello, ${word}!`));
});

it("gives words that are as long, written alike, and another", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z]\w{1,8}$/), fc.integer(), (word, seed) => {
      const shape = (each: string): string =>
        each.replaceAll(/[a-z]/g, "a").replaceAll(/[A-Z]/g, "A").replaceAll(/\d/g, "1");
      const { words } = renameInputs(
        word,
        { name: "t", startLine: 1, endLine: 1 },
        [word],
        seededRandom(seed),
      );
      const made = words.get(word) ?? "";
      expect(made).not.toBe(word);
      expect(shape(made)).toBe(shape(word));
    }),
  );
});
