import assert from "node:assert/strict";
import type { Requirement } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { createMemoryToolWorkspace, type MemoryToolWorkspace } from "../../src/testing/index.ts";
import { workspaceTools } from "../../src/tools/workspace-tools.ts";

const requirement: Requirement = {
  id: "REQ-1",
  title: "t",
  statement: "s",
  priority: "must",
  assumption: true,
  quotations: [],
  criteria: [{ id: "REQ-1.1", text: "c" }],
};

const allTools = [
  "list_files",
  "read_file",
  "search_text",
  "apply_patch",
  "write_file",
  "run_command",
] as const;

function use(
  workspace: MemoryToolWorkspace,
  name: (typeof allTools)[number],
  input: unknown,
): Promise<string> {
  const tool = workspaceTools({ tools: [...allTools] }, workspace, [requirement]).find(
    (each) => each.name === name,
  );
  return Promise.resolve().then(
    () => tool?.call(input, "call-1") ?? assert.fail(`There is no tool ${name}.`),
  );
}

describe("list_files", () => {
  const workspace = createMemoryToolWorkspace({ "a.txt": "12345", "src/b.ts": "", "src/deep/c.ts": "" });

  it("lists a folder, or everything below it", async () => {
    expect(await use(workspace, "list_files", { folder: "", recursive: false })).toBe(
      "a.txt (5 bytes)\nsrc/",
    );
    expect(await use(workspace, "list_files", { folder: "./src/", recursive: true })).toBe(
      "src/b.ts (0 bytes)\nsrc/deep/c.ts (0 bytes)",
    );
    expect(await use(workspace, "list_files", { folder: ".", recursive: false })).toContain("a.txt");
  });

  it("cuts a long list and says what is missing", async () => {
    const many = createMemoryToolWorkspace(
      Object.fromEntries(Array.from({ length: 405 }, (_, n) => [`f${n}`, ""])),
    );
    const answer = await use(many, "list_files", { folder: "", recursive: true });
    expect(answer.split("\n")).toHaveLength(401);
    expect(answer).toContain("[… 5 more");
  });
});

describe("read_file", () => {
  const lines = Array.from({ length: 700 }, (_, index) => `line ${index + 1}`);
  const workspace = createMemoryToolWorkspace({
    "long.txt": `${lines.join("\n")}\n`,
    "dos.txt": "a\r\nb\r\n",
    "mixed.txt": "a\r\nb\n",
    "empty.txt": "",
    "wide.txt": "x".repeat(5_000),
  });
  const read = (path: string, offset: number | null = null, limit: number | null = null) =>
    use(workspace, "read_file", { path, offset, limit });

  it("numbers lines, and says where to read on", async () => {
    const answer = await read("long.txt");
    expect(answer.startsWith("1\tline 1\n2\tline 2\n")).toBe(true);
    expect(answer.endsWith("500\tline 500\n[lines 1–500 of 700; read on with offset 501]")).toBe(true);
  });

  it("reads a range", async () => {
    expect(await read("long.txt", 699, 5)).toBe("699\tline 699\n700\tline 700");
    await expect(read("long.txt", 701)).rejects.toThrow(
      "long.txt has 700 lines: offset 701 is past its end.",
    );
  });

  it("says which line endings a file has when they are not the usual ones", async () => {
    expect(await read("dos.txt")).toBe("1\ta\n2\tb\n[CRLF line endings]");
    expect(await read("mixed.txt")).toBe("1\ta\n2\tb\n[mixed line endings]");
    expect(await read("empty.txt")).toBe("empty.txt is empty.");
  });

  it("cuts a very long line", async () => {
    expect(await read("wide.txt")).toBe(`1\t${"x".repeat(1_000)}[… 4000 more characters]`);
  });
});

describe("search_text", () => {
  const workspace = createMemoryToolWorkspace({ "a.ts": "Total\nsum\n", "b.py": "total\n" });
  const search = (input: object) =>
    use(workspace, "search_text", { pattern: "total", path: null, glob: null, ignoreCase: false, ...input });

  it("answers with path, line and text", async () => {
    expect(await search({})).toBe("b.py:1: total");
    expect(await search({ ignoreCase: true })).toBe("a.ts:1: Total\nb.py:1: total");
    expect(await search({ ignoreCase: true, glob: "*.ts" })).toBe("a.ts:1: Total");
    expect(await search({ pattern: "nowhere" })).toBe("No line matches.");
  });
});

describe("apply_patch", () => {
  const patch = (...lines: readonly string[]) => ["*** Begin Patch", ...lines, "*** End Patch"].join("\n");

  it("edits several files in one go, with the reason of the call", async () => {
    const workspace = createMemoryToolWorkspace({ "a.txt": "a\n" });
    const answer = await use(workspace, "apply_patch", {
      patch: patch("*** Update File: a.txt", "@@", "-a", "+A", "*** Add File: b.txt", "+b"),
      requirements: ["REQ-1"],
    });
    expect(answer).toBe("a.txt: updated (line 1, exact)\nb.txt: added");
    expect(workspace.edits).toEqual([
      {
        edits: [
          { kind: "write", path: "a.txt", text: "A\n" },
          { kind: "write", path: "b.txt", text: "b\n" },
        ],
        reason: { requirements: ["REQ-1"], toolCallId: "call-1" },
      },
    ]);
  });

  it("changes nothing when any part fails, when a line stands in for code, or when no requirement is served", async () => {
    const workspace = createMemoryToolWorkspace({ "a.txt": "a\n" });
    const update = ["*** Update File: a.txt", "@@", "-a", "+A"];
    const apply = (lines: readonly string[], ...requirements: string[]) =>
      use(workspace, "apply_patch", { patch: patch(...lines), requirements });
    await expect(apply([...update, "*** Delete File: none.txt"], "REQ-1")).rejects.toThrow(
      "none.txt: There is no such file.",
    );
    await expect(apply([...update, "+# ... rest unchanged"], "REQ-1")).rejects.toThrow(
      '"# ... rest unchanged"',
    );
    await expect(apply(update)).rejects.toThrow(
      "names no requirement it serves. Expected ids of this run: REQ-1.",
    );
    await expect(apply(update, "REQ-9")).rejects.toThrow("There is no requirement REQ-9.");
    expect(workspace.files).toEqual(new Map([["a.txt", "a\n"]]));
    expect(workspace.edits).toEqual([]);
  });
});

describe("write_file", () => {
  const write = (workspace: MemoryToolWorkspace, path: string, text: string) =>
    use(workspace, "write_file", { path, text, requirements: ["REQ-1"] });

  it("makes and replaces files", async () => {
    const workspace = createMemoryToolWorkspace({ "old.txt": "old\n" });
    expect(await write(workspace, "new.txt", "new\n")).toBe("new.txt: added");
    expect(await write(workspace, "old.txt", "newer\n")).toBe("old.txt: replaced");
    expect(await write(workspace, "old.txt", "newer\n")).toBe("old.txt holds exactly this text already.");
    expect(workspace.edits).toHaveLength(2);
  });

  it("keeps CRLF and the byte order mark of the file it replaces, and leaves mixed endings to the caller", async () => {
    const workspace = createMemoryToolWorkspace({ "dos.txt": "\uFEFFa\r\nb\r\n", "mixed.txt": "a\r\nb\n" });
    expect(await write(workspace, "dos.txt", "a\nc\r\n")).toContain(
      "(byte order mark and line endings kept)",
    );
    await write(workspace, "mixed.txt", "a\nc\n");
    expect(workspace.files).toEqual(
      new Map([
        ["dos.txt", "\uFEFFa\r\nc\r\n"],
        ["mixed.txt", "a\nc\n"],
      ]),
    );
  });

  it("refuses a text that leaves something out", async () => {
    const workspace = createMemoryToolWorkspace();
    await expect(write(workspace, "a.js", "a();\n// ... rest unchanged\n")).rejects.toThrow(
      "give the whole file",
    );
    expect(workspace.files.size).toBe(0);
  });
});

describe("run_command", () => {
  const run = (workspace: MemoryToolWorkspace, timeoutSeconds: number | null = null) =>
    use(workspace, "run_command", { command: "make", timeoutSeconds, requirements: [] });

  it("tells how the command ended and what it printed", async () => {
    const workspace = createMemoryToolWorkspace(
      {},
      {
        runCommand: () => ({
          exitCode: 2,
          stdout: { text: "built\n", totalBytes: 6 },
          stderr: { text: "oops\n", totalBytes: 5 },
        }),
      },
    );
    expect(await run(workspace)).toBe("Exit code 2.\nstdout:\nbuilt\nstderr:\noops");
    expect(workspace.commands).toEqual([
      { command: "make", reason: { requirements: [], toolCallId: "call-1" } },
    ]);
  });

  it("tells a timeout and a signal from an exit", async () => {
    const ending = (result: { timedOut?: boolean; signal?: string }) =>
      run(createMemoryToolWorkspace({}, { runCommand: () => ({ exitCode: null, ...result }) }), 5);
    expect(await ending({ timedOut: true, signal: "SIGKILL" })).toBe("Timed out: the command was ended.");
    expect(await ending({ signal: "SIGSEGV" })).toBe("Ended by signal SIGSEGV.");
  });

  it("shows head and tail of a long output", async () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join("\n");
    const workspace = createMemoryToolWorkspace(
      {},
      { runCommand: () => ({ stdout: { text, totalBytes: text.length } }) },
    );
    const answer = await run(workspace);
    expect(answer.length).toBeLessThan(10_200);
    expect(answer).toMatch(
      /^Exit code 0\.\nstdout:\nline 0\n[\s\S]*\n\[… \d+ characters left out …\]\nline \d+\n[\s\S]*line 4999$/u,
    );
  });
});

describe("workspaceTools", () => {
  it("offers no writing tools in a workspace that takes no writes", () => {
    const workspace = createMemoryToolWorkspace({}, { writeScope: "none" });
    const names = workspaceTools({ tools: [...allTools] }, workspace, []).map(({ name }) => name);
    expect(names).toEqual(["list_files", "read_file", "search_text", "run_command"]);
  });
});
