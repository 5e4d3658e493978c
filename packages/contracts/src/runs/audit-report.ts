/** Something in the store that is not what was recorded. */
export interface AuditProblem {
  /** `events`, `model_calls`, …; `runs` for the run itself. */
  readonly table: string;
  /** Which row or file: `event 7`, `artifact trace.json`. */
  readonly place: string;
  readonly problem: string;
}

/** What became of looking at every row and content of a run. Nothing is altered when there are no problems. */
export interface AuditReport {
  readonly runId: string;
  /** How much was looked at. */
  readonly checked: {
    readonly events: number;
    readonly attempts: number;
    readonly modelCalls: number;
    readonly artifacts: number;
  };
  /** In the order of the tables and their rows. */
  readonly problems: readonly AuditProblem[];
}
