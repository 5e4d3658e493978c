/** Why the program cannot run where it was started; `null` when it can. @param find Throws when the folder is gone. */
export function refuseWorkingDirectory(find: () => string): string | null {
  try {
    find();
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return `kimi-agent was started in a folder that is gone or closed to it (${code}). Change to another one (cd) and try again.`;
  }
}
