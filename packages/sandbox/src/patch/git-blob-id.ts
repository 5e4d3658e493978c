import { hash } from "node:crypto";

/** The id git gives a content; zeros for none. */
export function gitBlobId(content: Buffer | undefined): string {
  if (content === undefined) return "0".repeat(40);
  return hash("sha1", Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]), "hex");
}
