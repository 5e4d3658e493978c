import { expect, test } from "vitest";
import { failed, httpError, incomplete, outOfQuota, raw, startModelServer } from "../../src/testing/index.ts";
import { createCallLog, opening } from "../support/call-log.ts";
import { failureOf } from "../support/failure-of.ts";
import { gatewayTo, hiding, request } from "../support/fake-ports.ts";

test("what no further try can mend is not tried again: key, quota, request", async () => {
  const cases = [
    [httpError(401, { message: "Incorrect API key provided: test-key" }), "endpoint-auth"],
    [httpError(403), "endpoint-auth"],
    [outOfQuota(), "endpoint-quota"],
    [httpError(400, { message: "Unknown parameter: 'x'" }), "endpoint-request"],
    [httpError(404), "endpoint-request"],
    [httpError(422), "endpoint-request"],
    [failed("invalid_prompt", "not this"), "endpoint-request"],
  ] as const;
  for (const [reply, code] of cases) {
    await using server = await startModelServer([reply]);
    const log = createCallLog();
    const error = await failureOf(gatewayTo(server.url).open(opening(log)).getResponse(request()));

    expect(error).toMatchObject({ code, retryable: false });
    expect(log.failures).toHaveLength(1);
  }
});

test("the server's message is passed on, without the key and without secrets", async () => {
  const message = "Incorrect API key provided: test-key (sk-proj-abc***xyz) for hunter2";
  await using server = await startModelServer([httpError(401, { message })]);
  const gateway = gatewayTo(server.url, { redactor: hiding("hunter2") });
  const log = createCallLog();
  const error = await failureOf(gateway.open(opening(log)).getResponse(request()));

  for (const text of [error.message, log.failures[0]?.message ?? "", JSON.stringify(error)]) {
    expect(text).not.toMatch(/test-key|sk-proj|hunter2/);
  }
  expect(error.message).toContain("Incorrect API key provided: [API key] ([API key]) for [[secret:1]]");
});

test("a redirect is not followed, and says where it led", async () => {
  await using elsewhere = await startModelServer([]);
  await using server = await startModelServer([
    { kind: "raw", status: 307, headers: { location: `${elsewhere.url}/responses` }, body: "" },
  ]);
  const error = await failureOf(gatewayTo(server.url).open(opening(createCallLog())).getResponse(request()));

  expect(error.code).toBe("endpoint-request");
  expect(error.message).toContain(`redirects to ${new URL(elsewhere.url).host}`);
  expect(elsewhere.requests).toEqual([]);
});

test("a web page instead of an answer points at the base URL", async () => {
  await using server = await startModelServer([raw("<html>Welcome</html>", "text/html; charset=utf-8")]);
  const error = await failureOf(gatewayTo(server.url).open(opening(createCallLog())).getResponse(request()));
  expect(error.code).toBe("endpoint-protocol");
  expect(error.message).toContain("Check the base URL");
});

test("a filtered answer counts as refused", async () => {
  await using server = await startModelServer([incomplete("", "content_filter")]);
  const error = await failureOf(gatewayTo(server.url).open(opening(createCallLog())).getResponse(request()));
  expect(error.code).toBe("persona-refused");
});

test("a background answer is refused, not polled for ever", async () => {
  await using server = await startModelServer([
    raw(JSON.stringify({ id: "resp_1", object: "response", status: "queued", output: [], error: null })),
  ]);
  const gateway = gatewayTo(server.url, { stream: false });
  const error = await failureOf(gateway.open(opening(createCallLog())).getResponse(request()));
  expect(error.code).toBe("endpoint-protocol");
  expect(error.message).toContain('"queued"');
});
