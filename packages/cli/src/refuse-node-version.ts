/** Why this Node cannot run the program; `null` when it can. Supported: 24.11 and later 24.x, 26 and later. */
export function refuseNodeVersion(version: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if ((major === 24 && minor >= 11) || major >= 26) return null;
  return `kimi-agent needs Node 24.11 or later 24.x, or 26 or later; this is Node ${version}. Install one from https://nodejs.org and try again.`;
}
