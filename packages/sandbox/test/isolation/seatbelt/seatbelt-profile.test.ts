import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteSbpl } from "../../../src/isolation/seatbelt/quote-sbpl.ts";
import { type SeatbeltAccess, seatbeltProfile } from "../../../src/isolation/seatbelt/seatbelt-profile.ts";

const access: SeatbeltAccess = {
  readable: ["/Users/me/.nvm"],
  hidden: ["/Users/me/.kimi_agent"],
  writable: ["/Users/me/.kimi_agent/trees/1/tree"],
  kept: ["/Users/me/.kimi_agent/trees/1/tree/.git"],
  masked: ["/Users/me/.kimi_agent/trees/1/tree/.kimi_agent"],
  network: "none",
};

/** What the profile's file rules say about a path: the last one that fits, as macOS has it. */
function decide(profile: string, operation: "read" | "write", path: string): string {
  let decision = "deny";
  for (const line of profile.split("\n")) {
    const [, action = "", operations = ""] = /^\((allow|deny) (file[^(]*)/.exec(line) ?? [];
    const fits = operations
      .split(" ")
      .some((one) => one === "file*" || one.startsWith(operation === "read" ? "file-read*" : "file-write"));
    const subpaths = [...line.matchAll(/\(subpath "([^"]*)"\)/g)].map(([, folder]) => folder ?? "");
    const literals = [...line.matchAll(/\(literal "([^"]*)"\)/g)].map(([, file]) => file ?? "");
    const isMeant =
      literals.includes(path) || subpaths.some((folder) => path === folder || path.startsWith(`${folder}/`));
    if (action !== "" && fits && isMeant) decision = action;
  }
  return decision;
}

/** A string as the profile language reads it: an independent reading of quotation. */
function readString(quoted: string): string {
  const inside = /^"((?:[^"\\]|\\[^])*)"$/.exec(quoted)?.[1];
  return (inside ?? "no string").replaceAll(/\\([^])/g, "$1");
}

describe("a seatbelt profile", () => {
  const profile = seatbeltProfile(access);

  it.each([
    ["read", "/Users/me/.ssh/id_ed25519", "deny"],
    ["read", "/Users/me/other/file", "deny"],
    ["read", "/Library/Keychains/System.keychain", "deny"],
    ["read", "/private/etc/master.passwd", "deny"],
    ["read", "/usr/lib/libSystem.dylib", "allow"],
    ["write", "/usr/local/bin/x", "deny"],
    ["read", "/Users/me/.nvm/versions/node/bin/node", "allow"],
    ["write", "/Users/me/.nvm/versions/node/bin/node", "deny"],
    ["read", "/Users/me/.kimi_agent/store.sqlite", "deny"],
    ["write", "/Users/me/.kimi_agent/trees/1/tree/src/a.ts", "allow"],
    ["read", "/Users/me/.kimi_agent/trees/1/tree/.git/HEAD", "allow"],
    ["write", "/Users/me/.kimi_agent/trees/1/tree/.git/hooks/x", "deny"],
    ["read", "/Users/me/.kimi_agent/trees/1/tree/.kimi_agent/runs", "deny"],
    ["write", "/Users/me/.kimi_agent/trees/1/treeless", "deny"],
    ["write", "/dev/null", "allow"],
  ] as const)("lets a command %s %s: %s", (operation, path, expected) => {
    expect(decide(profile, operation, path)).toBe(expected);
  });

  it("begins by refusing everything, and has no rule for files, services or network without a filter", () => {
    const lines = seatbeltProfile({
      ...access,
      readable: [],
      hidden: [],
      kept: [],
      masked: [],
      writable: [],
    });
    expect(lines.startsWith("(version 1)\n(deny default)\n")).toBe(true);
    const bare = lines.split("\n").filter((line) => /^\((allow|deny) (file|mach|network)[^(]*\)$/.test(line));
    expect(bare).toEqual(["(allow file-read-metadata)"]);
  });

  it("has no network, not even the machine's loopback, unless asked for", () => {
    const network = (text: string): string[] => text.split("\n").filter((line) => line.includes("network"));
    expect(network(profile)).toEqual([
      '(allow network-bind network-inbound network-outbound (subpath "/Users/me/.kimi_agent/trees/1/tree"))',
    ]);
    expect(network(seatbeltProfile({ ...access, network: "host" })).join("\n")).toContain("(remote ip)");
  });

  it("names a path with quotes, backslashes and parentheses without ending a string or a rule", () => {
    assert(
      property(array(constantFrom('"', "\\", "(", ")", " ", "a", "\n")), (letters) => {
        const path = letters.join("");
        expect(readString(quoteSbpl(path))).toBe(path);
      }),
    );
    const evil = '/x") (allow default) ("\\';
    const rules = seatbeltProfile({ ...access, writable: [evil] });
    expect(rules).toContain('(allow file* file-map-executable (subpath "/x\\") (allow default) (\\"\\\\"))');
  });

  it("has balanced parentheses outside of its strings", () => {
    assert(
      property(string(), string(), (writable, hidden) => {
        const text = seatbeltProfile({ ...access, writable: [writable], hidden: [hidden], network: "host" });
        const code = text.replaceAll(/"(?:[^"\\]|\\[^])*"/g, "");
        expect(code.split("(")).toHaveLength(code.split(")").length);
      }),
    );
  });
});
