import type { SourceMutation } from "./source-mutation.ts";

/** What can be taken away from one changed file. */
export interface MutationSurvey {
  readonly path: string;
  readonly mutations: readonly SourceMutation[];
  /** Why the file could not be looked into; `null` when it was. */
  readonly obstacle: string | null;
}

/** A file to look into. */
export interface SurveyedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
  /** Lines of `after` that are not in `before`, 1-based. */
  readonly changedLines: ReadonlySet<number>;
}
