import type { SourceMutation } from "./source-mutation.ts";

/** A set of mutations carried out. */
export interface MutatedFiles {
  /** New text by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Those that took effect; where two overlap, the one that comes first in the source, outermost first, wins. */
  readonly applied: readonly SourceMutation[];
}

/** Carries out mutations on the texts of files. A mutation that changes nothing is left out. */
export function applyMutations(
  sources: ReadonlyMap<string, string>,
  mutations: readonly SourceMutation[],
): MutatedFiles {
  const texts = new Map<string, string>();
  const applied: SourceMutation[] = [];
  for (const [path, ofFile] of Map.groupBy(mutations, (mutation) => mutation.path)) {
    const source = sources.get(path);
    if (source === undefined) continue;
    const chosen = withoutOverlap(
      ofFile.filter(({ edit }) => source.slice(edit.start, edit.end) !== edit.text),
    );
    if (chosen.length === 0) continue;
    applied.push(...chosen);
    texts.set(path, rewrite(source, chosen));
  }
  return { texts, applied };
}

function withoutOverlap(mutations: readonly SourceMutation[]): readonly SourceMutation[] {
  const chosen: SourceMutation[] = [];
  let end = 0;
  for (const mutation of mutations.toSorted(
    (a, b) => a.edit.start - b.edit.start || b.edit.end - a.edit.end,
  )) {
    if (mutation.edit.start < end) continue;
    chosen.push(mutation);
    end = Math.max(end, mutation.edit.end);
  }
  return chosen;
}

function rewrite(source: string, mutations: readonly SourceMutation[]): string {
  let text = "";
  let position = 0;
  for (const { edit } of mutations) {
    text += source.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return text + source.slice(position);
}
