export { type ErrorCode, errorCodes } from "./error-code.ts";
export { KimiError, type KimiErrorOptions, isKimiError } from "./kimi-error.ts";
