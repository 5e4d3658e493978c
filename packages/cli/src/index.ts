/** kimi-agent: requirement documents in, proven code out. */
export {};
