const runs = /^(?:run|resume|replay)$/;

/** What they import, by themselves or through libraries. */
const needed = [
  ..."assert async_hooks child_process crypto events fs/promises net os process stream".split(" "),
  ..."stream/consumers stream/web timers/promises tty url util vm worker_threads zlib".split(" "),
];

/**
 * Loads Node's own modules for commands that run something. To be called while V8's flags are as Node was built: once
 * one is changed, V8 no longer takes the compiled code that Node brings along, and compiles what is loaded from then on.
 */
export async function loadBuiltIns([command = "", ...args]: readonly string[]): Promise<void> {
  if (!runs.test(command) || args.some((one) => one === "--help" || one === "-h")) return;
  await Promise.all(needed.map((name) => import(`node:${name}`)));
  // What `fetch` is made of.
  void globalThis.Response;
}
