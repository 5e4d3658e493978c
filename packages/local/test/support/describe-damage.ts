import type { RunRemains } from "./killed-run.ts";

/** What kills did to a run that they must not do, a sentence each. */
export function describeDamage(undisturbed: RunRemains, killed: RunRemains): readonly string[] {
  const damage = [...killed.problems];
  if (killed.status !== undisturbed.status) damage.push(`the run ended as ${killed.status}`);
  if (JSON.stringify(killed.tree) !== JSON.stringify(undisturbed.tree))
    damage.push("the project is another one");
  if (killed.treesBetween.some((tree) => tree.join() !== undisturbed.tree.join()))
    damage.push("the project was neither what it had been nor the result");
  const paths = new Set([...Object.keys(undisturbed.deliverables), ...Object.keys(killed.deliverables)]);
  for (const path of paths) {
    const [expected, found] = [undisturbed.deliverables[path], killed.deliverables[path]];
    if (expected !== found) damage.push(`deliverable ${path}: ${firstDifference(expected, found)}`);
  }
  undisturbed.calls.forEach((call, place) => {
    const times = killed.asked.filter((one) => one === place).length;
    const allowed = 1 + killed.inFlight.filter((one) => one === call).length;
    if (times < 1 || times > allowed)
      damage.push(`${call} was requested ${times} times; expected 1 to ${allowed}`);
  });
  if (killed.asked.includes(null))
    damage.push("something was requested that the undisturbed run did not request");
  if (killed.calls.length !== undisturbed.calls.length) damage.push(`there are ${killed.calls.length} calls`);
  return damage;
}

function firstDifference(expected: string | undefined, found: string | undefined): string {
  if (expected === undefined || found === undefined)
    return found === undefined ? "is missing" : "should not be there";
  const lines = found.split("\n");
  const at = expected.split("\n").findIndex((line, index) => line !== lines[index]);
  return `line ${at + 1} is ${lines[at]?.slice(0, 200)}, not ${expected.split("\n")[at]?.slice(0, 200)}`;
}
