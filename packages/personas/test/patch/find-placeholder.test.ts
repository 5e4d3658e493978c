import { describe, expect, it } from "vitest";
import { findPlaceholder } from "../../src/patch/find-placeholder.ts";

describe("findPlaceholder", () => {
  it.each([
    "// ... rest unchanged",
    "// rest of the code ...",
    "// ... existing code ...",
    "  # ... (rest of the file remains the same)",
    "# rest of the file is unchanged",
    "/* ... other methods ... */",
    "<!-- rest of the document unchanged -->",
    "{/* ... existing code ... */}",
    "// existing code here",
    "// … remaining imports",
    "-- same as before",
    "# unchanged",
    "(... rest of the implementation ...)",
    "// no changes below",
    "# omitted for brevity",
  ])("finds %s", (line) => {
    expect(findPlaceholder(`a();\n${line}\nb();\n`, "")).toBe(line.trim());
  });

  it.each([
    "// keeps the rest of the array as it was",
    "const { id, ...rest } = item;",
    "    ...",
    "# Existing tests",
    "// Other methods of the class throw.",
    "print('... rest unchanged')",
    "* the rest goes to the next page",
    "return previous;",
  ])("lets %s pass", (line) => {
    expect(findPlaceholder(line, "")).toBeNull();
  });

  it("lets pass what the text held before", () => {
    expect(findPlaceholder("// ... rest unchanged\n", "x\n  // ... rest unchanged\n")).toBeNull();
  });
});
