import type { FileWrite } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { attributeLines } from "../trace/attribute-lines.ts";
import { listChangedLines } from "./list-changed-lines.ts";
import type { SourceMutation } from "./source-mutation.ts";

/** What is known of one changed file. */
interface FileOwners {
  /** UTF-16 offset at which each line begins. */
  readonly starts: readonly number[];
  /** Changed lines, 1-based, with the requirements that the call which wrote them named; empty when nobody said. */
  readonly changed: ReadonlyMap<number, readonly string[]>;
  /** Named by any call that wrote the file. */
  readonly named: ReadonlySet<string>;
}

/**
 * For whose sake the changed lines were written, as the tool calls that wrote them said. Lines that no call accounts for
 * (a command wrote them) may serve every requirement.
 */
export class LineOwners {
  readonly #files: ReadonlyMap<string, FileOwners>;

  constructor(changes: readonly ChangedFile[], writes: readonly FileWrite[]) {
    const byPath = Map.groupBy(writes, ({ path }) => path);
    this.#files = new Map(
      changes.flatMap((file): readonly (readonly [string, FileOwners])[] => {
        const ofFile = byPath.get(file.path);
        return ofFile === undefined ? [] : [[file.path, readOwners(file, ofFile)]];
      }),
    );
  }

  /** Whether all that a mutation takes away serves the requirement: without it, nothing else is missing. */
  servesOnly(mutation: SourceMutation, requirement: string): boolean {
    const found = this.#find(mutation);
    return found === null || found.every((requirements) => requirements.includes(requirement));
  }

  /** Whether something that a mutation takes away serves the requirement. */
  servesAlso(mutation: SourceMutation, requirement: string): boolean {
    const found = this.#find(mutation);
    return found === null || found.some((requirements) => requirements.includes(requirement));
  }

  /** The requirements of each thing that is taken away; `null` when nobody said. */
  #find({ path, kind, edit }: SourceMutation): readonly (readonly string[])[] | null {
    const file = this.#files.get(path);
    if (file === undefined || file.named.size === 0) return null;
    // What is no longer there stands on no line, and of a whole file no part can be told from another.
    if (kind === "removed" || kind === "file") return [[...file.named]];
    const [first, last] = [lineAt(file, edit.start), lineAt(file, Math.max(edit.start, edit.end - 1))];
    const within = [...file.changed].filter(([line]) => line >= first && line <= last);
    if (within.length === 0) return [[...file.named]];
    const said = within.flatMap(([, requirements]) => (requirements.length === 0 ? [] : [requirements]));
    return said.length === 0 ? null : said;
  }
}

function readOwners({ path, before, after }: ChangedFile, writes: readonly FileWrite[]): FileOwners {
  const text = after ?? "";
  const lines = text.split("\n");
  const owners = new Map(
    attributeLines(path, writes, text).flatMap(({ startLine, endLine, requirements }) =>
      Array.from(
        { length: endLine - startLine + 1 },
        (_, index) => [startLine + index, requirements] as const,
      ),
    ),
  );
  // A bracket or an empty line says nothing, and a diff may count it to either of its neighbours.
  const telling = [...listChangedLines(before, text)].filter((line) => /\w/.test(lines[line - 1] ?? ""));
  return {
    starts: [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)],
    changed: new Map(telling.map((line) => [line, owners.get(line) ?? []])),
    named: new Set(writes.flatMap(({ requirements }) => requirements)),
  };
}

/** The line, 1-based, that an offset lies in. */
function lineAt({ starts }: FileOwners, offset: number): number {
  const next = starts.findIndex((start) => start > offset);
  return next === -1 ? starts.length : next;
}
