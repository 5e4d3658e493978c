import { type InspectOptions, inspect } from "./inspect.ts";

/**
 * An independent record of a tree, by path: type, mode, content, link target, other names of the same file, whether
 * there are holes, extended attributes, and time to the microsecond. Folders' times count too; the root's do not.
 */
export function walk(
  root: string,
  { times = true, ...options }: InspectOptions & { readonly times?: boolean } = {},
): Record<string, string> {
  return Object.fromEntries(
    [...inspect(root, options)].map(([path, one]) => {
      const names = one.names.length === 0 ? "" : ` = ${one.names.join(" = ")}`;
      const holes = one.missingBlocks >= 8 ? ` holes ${one.missingBlocks}` : "";
      const attributes = one.attributes === "" ? "" : ` [${one.attributes}]`;
      const time = times ? ` @${one.mtimeUs}` : "";
      return [path, `${one.type} ${one.mode} ${one.content}${names}${holes}${attributes}${time}`];
    }),
  );
}
