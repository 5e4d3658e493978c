/** Test doubles for `@kimi/models`. */
export {};
