/** BasePersonaAgent, the four personas, their prompts, output schemas and workspace tools. */
export {};
