// Kills runs at every event boundary, and at random instants three times each, and holds what they leave against an
// undisturbed run: `pnpm --filter @kimi/local soak [--chains 100] [--seed 1] [--shard 1/2]`
import { parseArgs } from "node:util";
import { describeDamage } from "../support/describe-damage.ts";
import { startGreetingServer } from "../support/greeting-server.ts";
import { playKilledRun, type RunRemains } from "../support/killed-run.ts";
import { createRandom } from "../support/create-random.ts";
import type { Kill } from "../support/run-process.ts";

const { values } = parseArgs({
  options: {
    chains: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    shard: { type: "string", default: "1/1" },
    boundaries: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const [shard = 1, shards = 1] = values.shard.split("/").map(Number);
const random = createRandom(Number(values.seed));
const totals = { runs: 0, kills: 0, repeated: 0, damaged: 0 };

await using server = await startGreetingServer();
const undisturbed = {
  private: await playKilledRun(server, []),
  inPlace: await playKilledRun(server, [], true),
};
server.learned();
const { events } = undisturbed.private;
console.log(`${events.length} events, ${undisturbed.private.calls.length} requests; shard ${values.shard}`);

for (let event = 0; values.boundaries && event <= events.length; event += 1) {
  if (event % shards !== shard - 1) continue;
  await play([{ event, delayMs: event === 0 ? 300 : null }], event % 3 === 0);
}
for (let chain = 0; chain < Number(values.chains); chain += 1) {
  const kills = [1, 0.5, 0.5].map((part) => randomKill(undisturbed.private, part));
  if (chain % shards === shard - 1) await play(kills, chain % 3 === 0);
}
const { runs, kills, repeated, damaged } = totals;
console.log(
  `${runs} runs, ${kills} kills, ${repeated} requests in flight made again, ${damaged} runs damaged`,
);
process.exitCode = damaged === 0 ? 0 : 1;

/** An instant of a run: an event of its first `part`, and a while up to the next one. */
function randomKill({ timesMs }: RunRemains, part: number): Kill {
  const event = Math.floor(random() * timesMs.length * part);
  const gapMs = (timesMs[event] ?? 0) - (timesMs[event - 1] ?? 0);
  return { event, delayMs: random() * (gapMs + 1) };
}

async function play(planned: readonly Kill[], inPlace: boolean): Promise<void> {
  const killed = await playKilledRun(server, planned, inPlace);
  const expected = inPlace ? undisturbed.inPlace : undisturbed.private;
  const damage = describeDamage(expected, killed);
  totals.runs += 1;
  totals.kills += killed.kills;
  totals.repeated += killed.asked.length - new Set(killed.asked).size;
  const plan = planned.map(
    ({ event, delayMs }) => `${event}${delayMs === null ? "" : `+${delayMs.toFixed(1)} ms`}`,
  );
  const last = events[(planned[0]?.event ?? 0) - 1] ?? "start";
  if (damage.length > 0) totals.damaged += 1;
  const told = damage.length > 0 ? `\n  ${damage.join("\n  ")}` : " fine";
  console.log(`killed at ${plan.join(", ")} (${last}${inPlace ? ", in place" : ""}):${told}`);
}
