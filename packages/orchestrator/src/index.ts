/** AgentOrchestrator: the pipeline, handoffs, fix-forward, budgets and verdict. */
export {};
