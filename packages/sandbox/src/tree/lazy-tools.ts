import type { CommandRunner, WorkspaceFiles } from "@kimi/contracts";

/** The files of a tree, whose code is loaded when somebody first asks for one. */
export function lazyFiles(load: () => Promise<WorkspaceFiles>): WorkspaceFiles {
  const files = once(load);
  return {
    list: async (folder) => (await files()).list(folder),
    listSourceFiles: async (folder) => (await files()).listSourceFiles(folder),
    read: async (path) => (await files()).read(path),
    edit: async (edits) => (await files()).edit(edits),
    search: async (search) => (await files()).search(search),
  };
}

/** The commands of a tree, whose code is loaded with the first of them. */
export function lazyCommands(load: () => Promise<CommandRunner>): CommandRunner {
  const commands = once(load);
  return { run: async (request) => (await commands()).run(request) };
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;
  return () => (loaded ??= load());
}
