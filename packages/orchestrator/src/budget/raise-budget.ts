import { budgetSchema, KimiError, type Budget } from "@kimi/contracts";
import { z } from "zod";

/**
 * A run's limits with those that replace them when it is taken up again.
 * @throws KimiError `usage` for one that is no limit.
 */
export function raiseBudget(budget: Budget, limits: Partial<Budget> = {}): Budget {
  const parsed = raisedSchema.safeParse({ budget: { ...budget, ...limits } });
  if (parsed.success) return parsed.data.budget;
  throw new KimiError("usage", `The limits are not usable.\n${z.prettifyError(parsed.error)}`);
}

/** So that a problem is named as in a run's configuration. */
const raisedSchema = z.object({ budget: budgetSchema });
