/** Secret redaction and licence policy. */
export {};
