/** A stretch of text that holds a secret. */
export interface SecretSpan {
  /** What kind of secret, for example `github-token`. */
  readonly rule: string;
  /** UTF-16 offsets, end exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Finds one family of secrets; spans may come in any order and may overlap. */
export type SecretFinder = (text: string) => readonly SecretSpan[];
