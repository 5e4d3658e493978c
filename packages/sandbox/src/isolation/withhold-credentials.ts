const userInfo = /(https?:\/\/)[^\s/@"]+@/gi;
const secretSetting = /^\s*(?:extraheader|password|\w*token|\w*secret|cookiefile)\s*=/i;

/**
 * A repository's configuration without what would let somebody in: headers and tokens are left out, names and passwords
 * in addresses too. The same text when there is nothing of the kind.
 */
export function withholdCredentials(config: string): string {
  return config
    .split("\n")
    .filter((line) => !secretSetting.test(line))
    .join("\n")
    .replaceAll(userInfo, "$1");
}
