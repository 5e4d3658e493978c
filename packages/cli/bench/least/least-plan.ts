/** What the least program is told. */
export interface LeastPlan {
  /** Where its database and compiled code are kept. */
  readonly home: string;
  /** How a command is started. */
  readonly launch: {
    readonly program: string;
    /** All but the command. */
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    /** Handed over as descriptor 4. */
    readonly filterFile: string;
  };
}
