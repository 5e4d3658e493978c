/** What is needed of `process`. */
export interface InterruptSource {
  on(signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void): unknown;
  exit(code: number): void;
}

/**
 * A signal that aborts on the first Ctrl-C (or SIGTERM, SIGHUP), so that the run can end cleanly.
 * A second one ends the process at once; what it leaves half-done is mended by the next start.
 */
export function watchInterrupts(source: InterruptSource): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) source.exit(130);
    controller.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) source.on(signal, interrupt);
  return controller.signal;
}
