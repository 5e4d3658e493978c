import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { gatherStaged, type Files, type Gathered } from "./stage-run.ts";

const file = "test/items.checks.json";

/** What is there before the run: a server that asks a function what to answer. */
const listening = `import { createServer } from "node:http";
export function listen(create) {
  const items = [];
  createServer((request, response) => {
    let body = "";
    request.on("data", (data) => (body += data)).on("end", () => {
      if (request.method !== "POST") return response.writeHead(404).end("none");
      const [status, answer] = create(items, JSON.parse(body)) ?? [200, {}];
      response.writeHead(status, { "Content-Type": "application/json", "X-Kind": "item" }).end(JSON.stringify(answer));
    });
  }).listen(Number(process.env.PORT), "127.0.0.1");
}
`;

/** A service that keeps items; `create` is what it answers to a new one. */
const service = (create: string): string =>
  `import { listen } from "./listen.js";\nlisten(create);\nfunction create(items, item) {\n  ${create}\n}\n`;
const sound = "items.push(item);\n  return [201, { id: items.length, name: item.name }];";
const started = { command: ["node", "src/server.js"], env: { PORT: "{port}" } };
const creates = {
  name: "creates an item",
  request: { method: "POST", path: "/items", json: { name: "a" } },
  response: { status: 201, headers: { "x-kind": "item" }, json: { name: "a", id: 1 }, bodyContains: ['"a"'] },
};

async function gatherChecks(
  source: string,
  checks: readonly object[] = [creates],
  { before = {}, start = started }: { readonly before?: Files; readonly start?: object } = {},
): Promise<Gathered> {
  return await gatherStaged({
    before: { "src/listen.js": listening, ...before },
    after: { "src/server.js": source, [file]: JSON.stringify({ service: start, checks }) },
    testing: {
      suites: [{ runner: "http-check", files: [file] }],
      bindings: [{ criterion: "REQ-1.1", file, test: "creates an item" }],
    },
  });
}

describe("evidence from requests to a service", () => {
  it("proves what it answers, in the weaker kind, one request after the other", async () => {
    const again = { ...creates, name: "counts on", response: { status: 201, json: { name: "a", id: 2 } } };
    const missing = {
      name: "knows no others",
      request: { path: "/" },
      response: { status: 404, body: "none" },
    };
    const { report, events } = await gatherChecks(service(sound), [creates, again, missing]);
    expect(report.suites[0]!.tests.map(({ outcome }) => outcome)).toEqual(["passed", "passed", "passed"]);
    expect(report).toMatchObject({
      status: "succeeded",
      criteria: [
        {
          status: "proven",
          proof: "http-check",
          evidence: [{ red: [{ method: "baseline", outcome: "red-load" }, { outcome: "red-assertion" }] }],
        },
      ],
    });
    expect(events.filter(({ type }) => type === "command-finished").length).toBeGreaterThan(3);
  });

  it("shows a wrong answer as what was expected and what was found", async () => {
    const { report } = await gatherChecks(service(sound.replace("items.length", "0")));
    expect(report.criteria).toMatchObject([
      { status: "failed", reason: expect.stringContaining("by assertion") },
    ]);
    expect(report.suites[0]!.tests[0]!.message).toContain('{\\"id\\":0,\\"name\\":\\"a\\"}');
  });

  it.each([
    [
      "was there before the run",
      service(sound),
      { before: { "src/server.js": service(sound) } },
      "passed before the run too",
    ],
    ["does not start", "throw new Error('no');\n", {}, "ended by itself with 1 before it answered"],
    ["is not there", "", { start: { command: ["no-such-program"] } }, "could not be started"],
  ])("proves nothing of a service that %s", async (_, source, options, reason) => {
    const { report } = await gatherChecks(source, [creates], options);
    expect(report.criteria).toMatchObject([{ status: "unproven", reason: expect.stringContaining(reason) }]);
  });

  it("takes a service that fails by itself for broken, not for another answer", async () => {
    const { report } = await gatherChecks(service("return [500, {}];"));
    expect(report.suites[0]!.tests).toMatchObject([{ outcome: "failed", failure: "error" }]);
    const { report: silent } = await gatherChecks(service("process.exit(3);"));
    expect(silent.suites[0]!.tests).toMatchObject([{ failure: "error", message: /did not answer/ }]);
  });

  it("does not ask somebody else who answers on the port already", async () => {
    const other = createServer((_, response) => response.writeHead(201).end('{"name":"a","id":1}'));
    const port = await new Promise<number>((resolve) =>
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      }),
    );
    const { report } = await gatherChecks(service(sound), [creates], { start: { ...started, port } });
    await new Promise((resolve) => other.close(resolve));
    expect(report.suites[0]!.problems).toMatchObject([
      expect.stringContaining(`Something else answers on port ${port} already`),
    ]);
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });
});
