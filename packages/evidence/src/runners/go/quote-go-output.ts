/**
 * What a test printed, without what the runner says of every test, and of a panic's stack only the places in the
 * project: the rest differs from run to run. `file` is the test's own, from the root of the tree.
 */
export function quoteGoOutput(output: string, file: string): string {
  const lines = output
    .split("\n")
    .filter((line) => !line.startsWith("=== ") && !/^\s*--- (?:PASS|FAIL|SKIP): /.test(line));
  const stack = lines.findIndex((line) => /^goroutine \d+ /.test(line));
  if (stack < 0) return lines.join("\n").trim();
  const frames = lines.slice(stack).flatMap((line) => /^\t(\S+\.go:\d+)/.exec(line)?.[1] ?? []);
  const own = frames.find((frame) => frame.includes(`/${file}:`)) ?? "";
  const root = own.slice(0, own.indexOf(`/${file}:`) + 1);
  const places = frames.filter((frame) => root !== "" && frame.startsWith(root));
  return [
    lines.slice(0, stack).join("\n").trim(),
    ...places.map((frame) => `    at ${frame.slice(root.length)}`),
  ].join("\n");
}
