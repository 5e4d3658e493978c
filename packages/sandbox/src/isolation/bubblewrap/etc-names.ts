/** What programs look up in /etc; nothing that is secret, and nothing of this machine's own set-up. */
export const etcNames = [
  ..."ld.so.cache ld.so.conf ld.so.conf.d alternatives passwd group nsswitch.conf hosts host.conf resolv.conf".split(
    " ",
  ),
  ..."ssl ca-certificates ca-certificates.conf pki crypto-policies localtime timezone os-release debian_version".split(
    " ",
  ),
  ..."lsb-release protocols services mime.types magic terminfo fonts perl python3 python3.11 python3.12 python3.13".split(
    " ",
  ),
  ..."java-17-openjdk java-21-openjdk maven inputrc bash.bashrc profile shells locale.conf".split(" "),
];
