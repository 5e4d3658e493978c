/** One secret that was replaced. The secret itself never leaves the redactor. */
export interface RedactionFinding {
  /** What kind of secret, for example `github-token` or `environment:DEPLOY_TOKEN`. */
  readonly rule: string;
  /** UTF-16 offsets in the text that was given, end exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly placeholder: string;
}

/**
 * A text without its secrets, line for line: a finding lies within one line and so does its placeholder; a secret of
 * several lines is several findings.
 */
export interface Redaction {
  readonly text: string;
  /** In order and without overlap; empty when the text came back unchanged. */
  readonly findings: readonly RedactionFinding[];
}

/**
 * The door through which every text passes once, before it is sent, executed or recorded.
 * Redacting twice changes nothing. The same secret always gets the same placeholder within one run. What it was told to
 * learn counts from then on.
 */
export interface Redactor {
  /** `origin` is the workspace path the text was read from; only then can {@link reveal} undo it there. */
  redact(text: string, origin?: string): Redaction;
  /**
   * Takes note of the private keys in a file's text, and, when `path` names a file of environment variables, of the secret
   * values in it: from then on parts of the ones and the others alone are found in any text. Numbers no placeholder.
   * Absent where only whole secrets are known.
   */
  learn?(text: string, path: string): void;
  /** Puts the secrets that were read from `origin` back in; placeholders from anywhere else stay. */
  reveal(text: string, origin: string): string;
}
