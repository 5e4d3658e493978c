/**
 * A command that does not get past permissions, even when root starts it: the owner of everything it makes, and nothing
 * more. Whoever is not root has no privileges to give up.
 */
export function withoutPrivileges(command: readonly string[]): readonly string[] {
  return process.getuid?.() === 0
    ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--", ...command]
    : command;
}
