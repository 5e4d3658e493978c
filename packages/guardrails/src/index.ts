/** Secret redaction and licence policy. */
export { createRedactor, type RedactorOptions } from "./redact.ts";
