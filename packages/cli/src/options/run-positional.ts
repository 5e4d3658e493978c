/** How every command is told which run is meant. */
export const runPositional = {
  type: "string",
  demandOption: true,
  describe: "id, beginning of an id, or latest",
} as const;
