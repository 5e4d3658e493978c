import { describe, expect, it } from "vitest";
import { compareRequirements, updateRegister } from "../../src/requirements/compare-requirements.ts";
import { contentHash, sample } from "./sample-requirement.ts";

const since = { runId: "run-1", startedAt: "2026-11-01T10:00:00.000Z", applied: true };
const plan = { path: "plan.md", contentHash };
const other = { path: "other.md", contentHash: "b".repeat(64) };
const cart = sample("REQ-1", "the sum of a cart");
const report = sample("REQ-2", "a monthly report");
const login = sample("REQ-3", "a log of logins", { path: "other.md" });
const known = updateRegister([cart, report, login], [plan, other], []);

const compare = (requirements: Parameters<typeof compareRequirements>[0], documents = [plan, other]) =>
  compareRequirements(requirements, documents, { known, since, compared: known });
const goneIn = ({ removed }: ReturnType<typeof compare>) => removed.map(({ requirement }) => requirement.id);

describe("compareRequirements", () => {
  it("tells added, changed, unchanged and removed ones apart", () => {
    const pricier = { ...cart, priority: "should" as const };
    const changes = compare([pricier, report, sample("REQ-4", "search")]);
    expect(changes).toMatchObject({
      since,
      added: ["REQ-4"],
      unchanged: ["REQ-2"],
      changed: [{ id: "REQ-1", aspects: ["priority"], before: cart }],
      standing: [],
    });
    expect(goneIn(changes)).toEqual(["REQ-3"]);
  });

  it("names what differs, and takes no notice of layout and of where words stand", () => {
    const [quotation] = cart.quotations;
    const moved = {
      ...cart,
      quotations: [
        {
          text: quotation!.text.replace(" ", "\n  "),
          span: { ...quotation!.span, startLine: 9, endLine: 9 },
        },
      ],
    };
    expect(compare([moved, report, login]).unchanged).toEqual(["REQ-1", "REQ-2", "REQ-3"]);
    const reworded = { ...cart, title: "Adding up", criteria: [{ id: "REQ-1.1", text: "Given …" }] };
    expect(compare([reworded]).changed).toMatchObject([{ aspects: ["title", "criteria"] }]);
    const quoted = { ...cart, quotations: [{ ...quotation!, text: "Carts add up." }] };
    expect(compare([quoted]).changed).toMatchObject([{ aspects: ["quotations"] }]);
  });

  it("removes only what all its documents, given again, no longer ask for", () => {
    const withoutOther = compare([cart], [plan]);
    expect(goneIn(withoutOther)).toEqual(["REQ-2"]);
    expect(withoutOther.standing).toEqual([{ id: "REQ-3", title: "a log of logins" }]);
    // The same document by another path, and by the same path spelled otherwise.
    expect(goneIn(compare([cart, report], [plan, { ...other, path: "docs/moved.md" }]))).toEqual(["REQ-3"]);
    const edited = { path: "./other.md", contentHash: "c".repeat(64) };
    expect(goneIn(compare([cart, report], [plan, edited]))).toEqual(["REQ-3"]);
  });

  it("removes nothing that a document which was not given may still ask for", () => {
    const both = { ...cart, quotations: [...cart.quotations, ...login.quotations] };
    const asked = updateRegister([both], [plan, other], []);
    const compared = (documents: (typeof plan)[]) =>
      compareRequirements([report], documents, { known: asked, since, compared: asked });
    expect(goneIn(compared([plan]))).toEqual([]);
    expect(goneIn(compared([plan, other]))).toEqual(["REQ-1"]);
  });

  it("never removes what a prompt asked for: the next prompt asks for something else", () => {
    const prompt = { path: "prompt", contentHash: "d".repeat(64) };
    const asked = updateRegister([sample("REQ-1", "a button", { path: "prompt" })], [prompt], []);
    const changes = compareRequirements([], [prompt], { known: asked, since, compared: asked });
    expect(changes).toMatchObject({ removed: [], standing: [{ id: "REQ-1" }] });
  });

  it("never removes an assumption, nor what another requirement quotes the words of now", () => {
    const assumed = updateRegister([{ ...cart, quotations: [], assumption: true }], [plan], []);
    const changes = compareRequirements([report], [plan], { known: assumed, since, compared: assumed });
    expect(changes).toMatchObject({ removed: [], standing: [{ id: "REQ-1" }] });
    const earlier = { known, since, compared: known };
    const merged = compareRequirements([report, login], [plan, other], earlier, new Set(["REQ-1"]));
    expect(merged).toMatchObject({ removed: [], standing: [{ id: "REQ-1" }] });
    const [, , kept] = updateRegister([report, login], [plan, other], known, new Set(["REQ-1"]));
    expect(kept).toMatchObject({ requirement: { id: "REQ-1" }, state: "standing" });
  });

  it("calls one that was removed before and is back added", () => {
    const without = updateRegister([cart], [plan, other], known);
    const changes = compareRequirements([cart, report], [plan, other], {
      known: without,
      since,
      compared: without,
    });
    expect(changes).toMatchObject({ added: ["REQ-2"], unchanged: ["REQ-1"] });
    expect(goneIn(changes)).toEqual([]);
  });
});
