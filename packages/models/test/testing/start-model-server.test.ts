import OpenAI from "openai";
import { expect, test } from "vitest";
import { say, startModelServer } from "../../src/testing/index.ts";

function clientOf(url: string): OpenAI {
  return new OpenAI({ apiKey: "k", baseURL: url, maxRetries: 0 });
}

test("the vendor's own stream helpers accept the server's events", async () => {
  await using server = await startModelServer([say("one two three"), say("four")]);
  const client = clientOf(server.url);

  const response = await client.responses.stream({ model: "m", input: "x" }).finalResponse();
  expect(response.output_text).toBe("one two three");

  const completion = client.chat.completions.stream({
    model: "m",
    messages: [{ role: "user", content: "x" }],
  });
  expect(await completion.finalContent()).toBe("four");
});

test("a reply that nobody asked for is reported", async () => {
  await using server = await startModelServer([say("unused")]);
  expect(() => server.assertComplete()).toThrow(/1 of 1 replies were never asked for/);
});

test("a request too many is answered with an error, and reported", async () => {
  await using server = await startModelServer([]);
  await expect(clientOf(server.url).responses.create({ model: "m", input: "x" })).rejects.toThrow(
    /unexpected request 1/,
  );
  expect(() => server.assertComplete()).toThrow(/request 1 for an answer: the script has 0/);
});

test("a request to another address is reported", async () => {
  await using server = await startModelServer([]);
  await expect(clientOf(server.url).models.list()).rejects.toThrow(/nothing at/);
  expect(() => server.assertComplete()).toThrow(/GET \/v1\/models/);
});

test("a script can be a function of the request", async () => {
  await using server = await startModelServer(({ body }, index) =>
    say(`${JSON.stringify(body["input"])} ${index}`),
  );
  const client = clientOf(server.url);
  const first = await client.responses.create({ model: "m", input: "a" });
  const second = await client.responses.create({ model: "m", input: "b" });
  expect([first.output_text, second.output_text]).toEqual(['"a" 0', '"b" 1']);
});
