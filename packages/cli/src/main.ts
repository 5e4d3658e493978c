#!/usr/bin/env node
/** Entry point of the `kimi-agent` command. */
export {};
