/** Test doubles for `@kimi/run-store`. */
export {};
