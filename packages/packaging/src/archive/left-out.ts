/** A path that an export does not hold, and why. */
export interface LeftOut {
  /** Within the archive. */
  readonly path: string;
  readonly reason: LeftOutReason;
}

/**
 * `secret-name`: called like a file of secrets. `secret-found`: the redactor found one in it.
 * `link-outside`: a link that is absolute or leads out of the project. `unreadable`: no file, folder or link, or its
 * name is not UTF-8.
 */
export type LeftOutReason = "secret-name" | "secret-found" | "link-outside" | "unreadable";
