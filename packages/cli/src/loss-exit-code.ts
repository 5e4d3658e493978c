/** What went out could not be written: as for any other trouble with a disk. */
const diskExitCode = 4;

/** The exit code when something that was asked for did not get out: what went wrong before counts for more. */
export function lossExitCode(exitCode: number): number {
  return exitCode === 0 ? diskExitCode : exitCode;
}
