/** Secret redaction and licence policy. */
export { createLicenceChecker } from "./check-licences.ts";
export { createRedactor, type RedactorOptions } from "./redact.ts";
