import type { IsolatedCommand } from "./isolation.ts";

/** The command's arguments and environment with `{reports}` and `{support}` replaced by where the command sees them. */
export function fillPlaceholders(
  { argv, env }: Pick<IsolatedCommand, "argv" | "env">,
  folders: { readonly reports: string; readonly support: string },
): Pick<IsolatedCommand, "argv" | "env"> {
  const fill = (text: string): string =>
    text.replaceAll("{reports}", folders.reports).replaceAll("{support}", folders.support);
  const [program, ...args] = argv;
  return {
    argv: [fill(program), ...args.map(fill)],
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)])),
  };
}
