import { isAbsolute, relative } from "node:path";

/** A path as one would type it: relative where it lies below the working directory. */
export function shortPath(path: string, workingDirectory: string): string {
  const short = relative(workingDirectory, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}
