const duration =
  /\b\d+(?:\.\d+)? ?(?:ns|µs|μs|ms|s|secs?|seconds?|mins?|minutes?)\b|(?<=duration(?:_?ms|Ms|_seconds)?["']?[ :=]{1,3})\d+(?:\.\d+)?/gi;
const instant = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;
const scratchPath = /(?<![\w.-])\/(?:tmp|var\/tmp|var\/folders|private\/tmp)\/[^\s"'`:,;()<>\\]+/g;

/** A text in which what no two executions have in common says so instead: durations, instants, paths of scratch folders. */
export function maskVolatile(text: string): string {
  return text.replace(instant, "<time>").replace(duration, "<time>").replace(scratchPath, "<path>");
}
