/** The standard wiring of the Kimi packages for one machine: createOrchestrator(). */
export {};
