import type { EvidenceRequest } from "@kimi/contracts";
import { isBoundTo } from "../bindings/bind-tests.ts";
import type { Weakening } from "./weakening.ts";

/**
 * Why a test may go or change that proved only what no document asks for any more; `null` for any other. Which tests
 * these are comes from the record of earlier runs, never from this run's model.
 */
export function excuseRetired(
  { path, test }: Weakening,
  { retiredTests = [] }: Pick<EvidenceRequest, "retiredTests">,
): string | null {
  const isRetired = retiredTests.some((id) => id.file === path && test !== null && isBoundTo(id, test));
  return isRetired ? "It proved only what the documents no longer ask for." : null;
}
