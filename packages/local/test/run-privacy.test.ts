import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { callTool, createScriptedGateway, type ModelScript } from "@kimi/models/testing";
import { expect, it } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

// Put together here, so that no scanner takes the test for a leak.
const token = ["ghp", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"].join("_");
const password = ["correct", "horse", "battery", "staple"].join("-");

/** Every file below a folder whose bytes hold \`needle\`. */
async function filesHolding(folder: string, needle: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(path)).includes(needle)) found.push(path);
  }
  return found;
}

it("keeps secrets of documents, files, commands and the environment out of the model, the store and the deliverables", async () => {
  const answers = answersWith(bodies.right);
  const seen: string[] = [];
  const script: ModelScript = ({ stage, attempt, turn }, request) => {
    seen.push(JSON.stringify(request.body));
    const usual = answers[stage]?.[attempt - 1];
    const look = [
      callTool("read_file", { path: "config.js", offset: null, limit: null }),
      callTool("search_text", { pattern: "token", path: null, glob: null, ignoreCase: false }),
      callTool("run_command", {
        command: "cat config.js; echo " + password,
        timeoutSeconds: null,
        requirements: [],
      }),
    ];
    if (stage === "coding") return turn === 1 ? look : (usual?.[turn - 1] ?? []);
    return usual?.[turn - 1] ?? [];
  };
  const { folder, project, run } = await prepareRun(
    {},
    {
      models: ({ redactor }) => createScriptedGateway(script, { redactor }),
      environment: { PATH: process.env["PATH"], HOME: process.env["HOME"], DEPLOY_PASSWORD: password },
    },
  );
  await writeFile(join(project, "config.js"), `export const token = "${token}";\n`);
  await writeFile(
    join(folder, "plan.md"),
    `${await readFile(join(folder, "plan.md"), "utf8")}\nUse the token ${token}.\n`,
  );
  const { result } = await run({ prompt: `The password is ${password}` });

  expect(result.status).toBe("succeeded");
  expect(seen.join("\n")).toContain("REDACTED");
  for (const secret of [token, password]) {
    expect(seen.join("\n")).not.toContain(secret);
    expect(await filesHolding(result.deliverablesFolder ?? "", secret)).toEqual([]);
    const home = await filesHolding(join(folder, "home"), secret);
    expect(home.filter((path) => !path.includes("/snapshots/"))).toEqual([]);
  }
  expect(await readFile(join(project, "config.js"), "utf8")).toContain(token);
});

it("gives a file its own secrets back when a tool rewrites it, and no other file", async () => {
  const answers = answersWith(bodies.right);
  const script: ModelScript = ({ stage, attempt, turn }, request) => {
    const usual = answers[stage]?.[attempt - 1];
    if (stage !== "coding") return usual?.[turn - 1] ?? [];
    if (turn === 1) return callTool("read_file", { path: "config.js", offset: null, limit: null });
    if (turn > 2) return usual?.[turn - 1] ?? [];
    const placeholder = /\[REDACTED:[^\]]+\]/.exec(JSON.stringify(request.body))?.[0] ?? "none";
    const write = (path: string) =>
      callTool("write_file", {
        path,
        text: `export const token = "${placeholder}"; // kept\n`,
        requirements: ["REQ-1"],
      });
    return [write("config.js"), write("src/copy.js"), ...[usual?.[1] ?? []].flat()];
  };
  const { project, run } = await prepareRun(
    {},
    { models: ({ redactor }) => createScriptedGateway(script, { redactor }) },
  );
  await mkdir(join(project, "src"), { recursive: true });
  await writeFile(join(project, "config.js"), `export const token = "${token}";\n`);
  const { result } = await run();
  expect(result.status).toBe("succeeded");
  expect(await readFile(join(project, "config.js"), "utf8")).toBe(
    `export const token = "${token}"; // kept\n`,
  );
  expect(await readFile(join(project, "src/copy.js"), "utf8")).not.toContain(token);
});

/** What a private key looks like, without being one. */
const keyLines = Array.from({ length: 6 }, (_, index) => `MIIEvQ${"aB3dE5gH7jK9".repeat(4)}${index}`);
const keyFile = `-----BEGIN PRIVATE KEY-----\n${keyLines.join("\n")}\n-----END PRIVATE KEY-----\n`;

it("knows a line of a private key, the value of a variable and a token in a name for what they are where only they are shown", async () => {
  const answers = answersWith(bodies.right);
  const seen: string[] = [];
  const script: ModelScript = ({ stage, attempt, turn }, request) => {
    seen.push(JSON.stringify(request.body));
    const usual = answers[stage]?.[attempt - 1];
    if (stage !== "coding" || turn > 1) return usual?.[turn - 1] ?? [];
    const command =
      'echo more >> notes.txt; cp config.js "$(grep -o "ghp_[A-Za-z0-9]*" config.js).js"; sed -n 3,4p ignored/server.key; cut -d= -f2 .env';
    return [
      callTool("search_text", { pattern: "MIIEvQ", path: null, glob: null, ignoreCase: false }),
      callTool("run_command", { command, timeoutSeconds: null, requirements: [] }),
    ];
  };
  const { folder, project, run } = await prepareRun(
    {},
    { models: ({ redactor }) => createScriptedGateway(script, { redactor }) },
  );
  await writeFile(join(project, "notes.txt"), keyFile);
  await writeFile(join(project, "config.js"), `export const token = "${token}";\n`);
  // What git ignores is in the tree all the same, for any command to print.
  await writeFile(join(project, ".gitignore"), "ignored/\n.env\n");
  await mkdir(join(project, "ignored"));
  const otherLines = keyLines.map((one) => one.toLowerCase());
  await writeFile(
    join(project, "ignored/server.key"),
    keyFile.replace(keyLines.join("\n"), otherLines.join("\n")),
  );
  await writeFile(join(project, ".env"), `DB_PASSWORD=${password}\n`);
  const { result } = await run();
  expect(result.status).toBe("succeeded");
  for (const each of [...otherLines, password]) expect(seen.join("\n")).not.toContain(each);
  const patch = await readFile(join(result.deliverablesFolder ?? "", "changes.patch"), "utf8");
  expect(patch).toContain("+more");
  expect(patch).toMatch(/^# Secrets are replaced/);
  const [line = ""] = keyLines;
  expect(seen.join("\n")).toContain("notes.txt");
  for (const each of keyLines) expect(seen.join("\n")).not.toContain(each);
  expect(await filesHolding(result.deliverablesFolder ?? "", line.slice(0, 40))).toEqual([]);
  expect(await filesHolding(result.deliverablesFolder ?? "", token)).toEqual([]);
  const home = await filesHolding(join(folder, "home"), line.slice(0, 40));
  expect(home.filter((path) => !path.includes("/snapshots/"))).toEqual([]);
});

it("keeps what tests print of a secret out of the results, the record and the next request", async () => {
  const test = `import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { greet } from "../src/greet.js";

test("greets by name", () => assert.equal(greet("Ada"), "Hello, Ada!"));
test("greets a stranger", () => assert.equal(greet("") + readFileSync("config.js", "utf8"), "Hello!"));
`;
  const answers = answersWith(bodies.right, bodies.right);
  const seen: string[] = [];
  const script: ModelScript = ({ stage, attempt, turn }, request) => {
    seen.push(JSON.stringify(request.body));
    const usual = answers[stage]?.[attempt - 1];
    if (stage !== "testing" || attempt > 1 || turn > 1) return usual?.[turn - 1] ?? [];
    return callTool("write_file", { path: "test/greet.test.js", text: test, requirements: ["REQ-1"] });
  };
  const { folder, project, run } = await prepareRun(
    {},
    { models: ({ redactor }) => createScriptedGateway(script, { redactor }) },
  );
  await writeFile(join(project, "config.js"), `export const token = "${token}";\n`);
  const { result } = await run({ maxAttempts: 2 });
  expect(result.status).toBe("partial");
  expect(JSON.stringify(result.report)).toContain("REDACTED");
  expect(JSON.stringify(result)).not.toContain(token);
  expect(seen.join("\n")).not.toContain(token);
  expect(await filesHolding(result.deliverablesFolder ?? "", token)).toEqual([]);
  const home = await filesHolding(join(folder, "home"), token);
  expect(home.filter((path) => !path.includes("/snapshots/"))).toEqual([]);
});
