import type { SecondThread } from "./second-thread.ts";

/** One more thread; `null` where it cannot be had. Loaded here, since most snapshots need none. */
export async function startSecondThread(): Promise<SecondThread | null> {
  const { SecondThread: Thread } = await import("./second-thread.ts");
  return Thread.start();
}
