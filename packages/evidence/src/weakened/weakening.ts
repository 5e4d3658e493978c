/** Something that stood before the run to find faults, and finds fewer now, or may. */
export interface Weakening {
  /**
   * `test`: a test is gone, not run, or asserts less. `expectation`: it asserts something else. `support`: what tests
   * rely on (fixtures, helpers, snapshots) is not what it was. `settings`: what decides how tests are run is not.
   * `added-settings`: such settings are new. `unmeasured`: an expectation that cannot be tried as it stood.
   */
  readonly kind: "test" | "expectation" | "support" | "settings" | "added-settings" | "unmeasured";
  readonly path: string;
  /** Name path of the test; `null` where it is not about a single one. */
  readonly test: string | null;
  readonly message: string;
}
