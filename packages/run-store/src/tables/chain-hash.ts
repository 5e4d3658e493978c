import { hash as digest } from "node:crypto";

/** What the hash of a run's first event covers in place of an earlier hash. */
export const chainStart = "0".repeat(64);

/** An event as the chain sees it: `text` is the JSON exactly as it is stored. */
export interface ChainLink {
  readonly runId: string;
  readonly sequence: number;
  readonly at: string;
  readonly text: string;
}

/**
 * Hex SHA-256 over the hash before and the link: altering, removing or inserting an event
 * breaks every hash after it.
 */
export function chainHash(previousHash: string, { runId, sequence, at, text }: ChainLink): string {
  // Only the last part can hold a line end, so that no two different links have one text.
  return digest(
    "sha256",
    `${previousHash}\n${sequence}\n${JSON.stringify(at)}\n${JSON.stringify(runId)}\n${text}`,
  );
}
