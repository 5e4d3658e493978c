/** OpenAI and OpenAI-compatible model providers with retries, a ledger, scripted and recorded models. */
export {};
