/**
 * Lets zod interpret schemas instead of writing and compiling a function for each that is used: a command parses with
 * hundreds of them, with most only a few times. To be called before schemas are made, and by a program alone: it holds
 * for the whole process.
 */
export async function interpretSchemas(): Promise<void> {
  const { config } = await import("zod");
  config({ jitless: true });
}
