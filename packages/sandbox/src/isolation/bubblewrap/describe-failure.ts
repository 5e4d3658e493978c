/** Why bubblewrap does not work here and what to do about it, from what it said; `not found` when it is not there. */
export function describeFailure(said: string): string {
  if (said === "not found") {
    return "bubblewrap (bwrap) is not on PATH: install it with `apt-get install bubblewrap`, `dnf install bubblewrap` or `pacman -S bubblewrap`";
  }
  if (
    /namespace|uid map|Operation not permitted|Permission denied/i.test(said) &&
    !/execvp|chdir/.test(said)
  ) {
    return `${said}: the kernel or a container does not let bubblewrap make namespaces. On Ubuntu allow it with an AppArmor profile for bwrap (or \`sysctl kernel.apparmor_restrict_unprivileged_userns=0\`); in a container start it with user namespaces allowed`;
  }
  return said === "" ? "bubblewrap ended without saying why" : said;
}
