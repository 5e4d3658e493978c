// What tests of personas need: a workspace without a disk, a context, and what any persona must do.
export {
  createMemoryToolWorkspace,
  type MemoryToolWorkspace,
  type MemoryToolWorkspaceOptions,
} from "./memory-tool-workspace.ts";
export { createPersonaContext, type TestPersonaContext } from "./create-persona-context.ts";
export {
  personaConformance,
  type ConformanceCheck,
  type PersonaConformanceOptions,
} from "./persona-conformance.ts";
