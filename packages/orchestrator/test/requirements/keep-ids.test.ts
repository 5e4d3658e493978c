import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { updateRegister } from "../../src/requirements/compare-requirements.ts";
import { keepIds } from "../../src/requirements/keep-ids.ts";
import { renameRequirement } from "../../src/requirements/rename-ids.ts";
import { nextId, type RequirementRegister } from "../../src/requirements/requirement-register.ts";
import { contentHash, sample } from "./sample-requirement.ts";

const documents = [{ path: "plan.md", contentHash }];
const registerOf = (...requirements: Parameters<typeof updateRegister>[0]) =>
  updateRegister(requirements, documents, []);

describe("the id of a requirement", () => {
  const sum = sample("REQ-1", "the sum of a cart");
  const report = sample("REQ-2", "a monthly report");
  const known = registerOf(sum, report);

  it("is the submitted one in a first run", () => {
    expect(keepIds([report, sum], []).get("REQ-2")).toBe("REQ-2");
  });

  it("follows the words when a model swaps two", () => {
    const ids = keepIds([sample("REQ-1", "a monthly report"), sample("REQ-2", "the sum of a cart")], known);
    expect([ids.get("REQ-1"), ids.get("REQ-2")]).toEqual(["REQ-2", "REQ-1"]);
  });

  it("goes to the one most alike among siblings, whatever id a model gives it", () => {
    const listing = (id: string, whom: string) =>
      sample(id, `every open invoice of a ${whom} with number, amount and due date`);
    const siblings = registerOf(listing("REQ-1", "customer"), listing("REQ-2", "supplier"));
    const ids = keepIds([listing("REQ-1", "supplier"), listing("REQ-2", "customer")], siblings);
    expect([ids.get("REQ-1"), ids.get("REQ-2")]).toEqual(["REQ-2", "REQ-1"]);
  });

  it("stays through other words of the model where the document's words are the same", () => {
    const reworded = sample("REQ-7", "adding things up", {
      quotation: "The thing the sum of a cart must hold.",
    });
    expect(keepIds([reworded], known).get("REQ-7")).toBe("REQ-1");
  });

  it("stays through another value in the document", () => {
    const limit = (amount: string, id = "REQ-1") =>
      sample(id, "the limit of an upload", { quotation: `An upload must not exceed ${amount} megabytes.` });
    expect(keepIds([limit("20", "REQ-5")], registerOf(limit("10"), report)).get("REQ-5")).toBe("REQ-1");
  });

  it("is never that of another meaning: a new requirement that takes one gets a new id", () => {
    const ids = keepIds(
      [sample("REQ-1", "passwords kept as hashes"), sample("REQ-3", "a log of logins")],
      known,
    );
    expect([ids.get("REQ-1"), ids.get("REQ-3")]).toEqual(["REQ-4", "REQ-3"]);
  });

  it("of a removed requirement is not given again, except to itself", () => {
    const without = updateRegister([sum], documents, known);
    expect(without.map(({ requirement, state }) => [requirement.id, state])).toEqual([
      ["REQ-1", "stated"],
      ["REQ-2", "removed"],
    ]);
    expect(nextId(without)).toBe("REQ-3");
    expect(keepIds([sample("REQ-2", "passwords kept as hashes")], without).get("REQ-2")).toBe("REQ-3");
    expect(keepIds([sample("REQ-9", "a monthly report")], without).get("REQ-9")).toBe("REQ-2");
  });
});

describe("the id of a criterion", () => {
  const criteria = [
    { id: "REQ-1.1", text: "When the cart is empty, the total shall be 0." },
    { id: "REQ-1.2", text: "If a price is negative, then total shall throw." },
    { id: "REQ-1.3", text: "While offline, prices of yesterday shall count." },
  ];
  const known = registerOf(sample("REQ-1", "the sum of a cart", { criteria }));
  const again = (...texts: readonly string[]) =>
    sample("REQ-1", "the sum of a cart", {
      criteria: texts.map((text, index) => ({ id: `REQ-1.${index + 1}`, text })),
    });
  const idsOf = (register: RequirementRegister, ...texts: readonly string[]) => {
    const requirement = again(...texts);
    return renameRequirement(requirement, keepIds([requirement], register)).criteria.map(({ id }) => id);
  };
  const [empty = "", negative = ""] = criteria.map(({ text }) => text);

  it("follows its words, so that a waiver never comes to mean another one", () => {
    expect(idsOf(known, negative, empty)).toEqual(["REQ-1.2", "REQ-1.1"]);
    expect(idsOf(known, negative, "Where a coupon is given, ten percent shall be taken off.")).toEqual([
      "REQ-1.2",
      "REQ-1.4",
    ]);
  });

  it("is not given again once its criterion is gone", () => {
    const fewer = updateRegister([again(empty)], documents, known);
    expect(idsOf(fewer, empty, "Where a coupon is given, ten percent shall be taken off.")).toEqual([
      "REQ-1.1",
      "REQ-1.4",
    ]);
  });
});

describe("ids over many runs", () => {
  const topics = [
    "the sum of a cart",
    "a monthly report",
    "passwords kept as hashes",
    "a log of logins",
    "uploads below ten megabytes",
    "search by postal code",
  ];
  const run = fc.uniqueArray(fc.tuple(fc.constantFrom(...topics), fc.integer({ min: 1, max: 9 })), {
    selector: ([topic]) => topic,
    minLength: 1,
  });

  it("are unique, and each stands for one thing for ever, whatever ids a model gives", () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
        const meaning = new Map<string, string>();
        let register: RequirementRegister = [];
        for (const topicsOfRun of runs) {
          const numbers = new Set<number>();
          const submitted = topicsOfRun.map(([topic, wanted]) => {
            let number = wanted;
            while (numbers.has(number)) number += 1;
            numbers.add(number);
            return sample(`REQ-${number}`, topic);
          });
          const ids = keepIds(submitted, register);
          const stated = submitted.map((one) => renameRequirement(one, ids));
          expect(new Set(stated.map(({ id }) => id)).size).toBe(stated.length);
          for (const { id, title, criteria } of stated) {
            expect(meaning.get(id) ?? title).toBe(title);
            expect(criteria.map((one) => one.id)).toEqual([`${id}.1`]);
            meaning.set(id, title);
          }
          expect(new Set(meaning.values()).size).toBe(meaning.size);
          register = updateRegister(stated, documents, register);
        }
      }),
      { numRuns: 200 },
    );
  });
});
