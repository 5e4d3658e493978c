import type { RunEvent } from "@kimi/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRandom } from "./support/create-random.ts";
import { describeDamage } from "./support/describe-damage.ts";
import { startGreetingServer, type GreetingServer } from "./support/greeting-server.ts";
import { playKilledRun, type RunRemains } from "./support/killed-run.ts";
import type { Kill } from "./support/run-process.ts";

// A few of the kills of `soak/kill-runs.ts`, which tries every event and hundreds of instants.
const random = createRandom(8);
let server: GreetingServer;
let undisturbed: RunRemains;

beforeAll(async () => {
  server = await startGreetingServer();
  undisturbed = await playKilledRun(server, []);
  server.learned();
});

afterAll(() => server[Symbol.asyncDispose]());

/** Right after the `nth` event of a kind, counted from the start; from the end when it is negative. */
function after(type: RunEvent["type"], nth: number): Kill {
  const places = undisturbed.events.flatMap((event, index) => (event === type ? [index + 1] : []));
  return { event: places.at(nth) ?? Number.NaN, delayMs: null };
}

it("comes undisturbed to an end, each answer asked for once", () => {
  expect(undisturbed).toMatchObject({ status: "succeeded", problems: [], kills: 0 });
  expect(undisturbed.asked).toEqual(undisturbed.calls.map((_, place) => place));
});

it.each<[string, () => readonly Kill[], boolean]>([
  [
    "while a command runs, and soon after it was taken up",
    () => [after("command-started", 0), { event: Math.ceil(random() * 20), delayMs: random() * 20 }],
    false,
  ],
  ["with a request in flight, in place", () => [after("model-requested", -2)], true],
  ["as soon as its result is in the project", () => [after("tree-applied", 0)], false],
])("is resumed to the same project and deliverables when it is killed %s", async (_, kills, inPlace) => {
  const killed = await playKilledRun(server, kills(), inPlace);
  expect(describeDamage(undisturbed, killed)).toEqual([]);
  expect(killed.kills).toBeGreaterThan(0);
});
