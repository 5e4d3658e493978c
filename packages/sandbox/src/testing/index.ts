/** Test doubles for `@kimi/sandbox`. */
export {};
