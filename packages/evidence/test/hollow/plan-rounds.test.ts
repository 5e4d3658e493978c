import { describe, expect, it } from "vitest";
import { planAbsence, planAlterations, planModuleAlterations } from "../../src/hollow/plan-rounds.ts";
import type { SourceMutation } from "../../src/hollow/source-mutation.ts";

const mutation = (kind: SourceMutation["kind"], scope: string, label: string): SourceMutation => ({
  path: "a",
  scope,
  kind,
  label,
  edit: { start: 0, end: 1, text: label },
});
const mutations = [
  mutation("absent", "f", "1"),
  mutation("empty", "f", "2"),
  mutation("logic", "f", "3"),
  mutation("number-up", "f", "4"),
  mutation("number-up", "g", "5"),
  mutation("number-up", "", "6"),
  mutation("logic", "f", "7"),
];
const labels = (rounds: readonly (readonly SourceMutation[])[]): readonly string[] =>
  rounds.map((round) => round.map(({ label }) => label).join(""));

describe("rounds", () => {
  it("take away all functions of the run at once first", () => {
    expect(labels([planAbsence(mutations)])).toEqual(["1"]);
  });

  it("alter all of one kind at once, then every single one, each function in turn", () => {
    const [numbers, logic, ...singles] = labels(planAlterations(mutations, 1));
    expect([numbers, logic]).toEqual(["456", "37"]);
    expect(singles.toSorted()).toEqual(["2", "3", "4", "5", "6", "7"]);
    const scopes = planAlterations(mutations, 1)
      .slice(2, 5)
      .map(([single]) => single!.scope);
    expect(scopes.toSorted()).toEqual(["", "f", "g"]);
  });

  it("are the same for the same seed and differ between seeds", () => {
    const orders = new Set(
      Array.from({ length: 20 }, (_, seed) => labels(planAlterations(mutations, seed)).join()),
    );
    expect(orders.size).toBeGreaterThan(1);
    expect(labels(planAlterations(mutations, 5))).toEqual(labels(planAlterations(mutations, 5)));
  });

  it("outside of functions alter nothing in them", () => {
    expect(labels(planModuleAlterations(mutations))).toEqual(["6"]);
  });
});
