import type { Finding } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { listWeakenings } from "./list-weakenings.ts";
import type { Weakening } from "./weakening.ts";

/** Why a weakening does not block; `null` when it does. */
export type Excuse = (weakening: Weakening) => string | null;

/**
 * Tests that stood before the run and now show less, with what they rely on and how they are run, as findings.
 * Those for which `excuse` has no reason block the verdict.
 */
export function findWeakenedTests(
  changes: readonly ChangedFile[],
  excuse: Excuse = () => null,
): readonly Finding[] {
  return listWeakenings(changes).map((weakening): Finding => {
    const { kind, path, message } = weakening;
    const mentioned = kind === "added-settings" || kind === "unmeasured";
    const reason = mentioned ? null : excuse(weakening);
    return {
      kind: "weakened-test",
      blocking: !mentioned && reason === null,
      path,
      message: reason === null ? message : `${message} ${reason}`,
    };
  });
}
