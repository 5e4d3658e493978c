import type { TestId } from "@kimi/contracts";
import { testKey } from "./judge-red.ts";

/** Identity, as a map key, of a test that is to prove a criterion of a requirement: what proves one may not prove another. */
export function redKey(requirement: string, id: TestId): string {
  return `${requirement} ${testKey(id)}`;
}

/** The requirement that a criterion belongs to: `REQ-3` of `REQ-3.2`. */
export function requirementOf(criterion: string): string {
  return criterion.replace(/\.\d+$/, "");
}
