import type { DocumentationOutput, Requirement, WorkspaceFiles } from "@kimi/contracts";
import { z } from "zod";

/** Scripts of a `package.json`; everything else in it is of no interest here. */
const packageScriptsSchema = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/** What the documentation names that does not exist, and requirements it leaves out or invents; one sentence each. */
export async function reviewDocumentation(
  output: DocumentationOutput,
  requirements: readonly Requirement[],
  files: Pick<WorkspaceFiles, "read" | "list">,
): Promise<readonly string[]> {
  const known = new Set(requirements.map((requirement) => requirement.id));
  const described = new Set(output.sections.map((section) => section.requirement));
  const problems = [
    ...[...described].filter((id) => !known.has(id)).map((id) => `There is no requirement ${id}.`),
    ...[...known].filter((id) => !described.has(id)).map((id) => `No section documents ${id}.`),
  ];
  for (const path of output.mentionedPaths) {
    if (!(await exists(path, files)))
      problems.push(`The documentation names ${path}, which is not in the project.`);
  }
  const scripts = await readScripts(files);
  for (const command of Object.values(output.commands)) {
    if (command === null) continue;
    const problem = await reviewCommand(command, scripts, files);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

async function reviewCommand(
  command: string,
  scripts: ReadonlySet<string>,
  files: Pick<WorkspaceFiles, "read" | "list">,
): Promise<string | null> {
  const script = /^(?:npm|pnpm|yarn) (?:run )?([\w:.-]+)/.exec(command)?.[1];
  const builtIn = new Set(["install", "ci", "i", "exec", "dlx", "add"]);
  if (script !== undefined && !builtIn.has(script) && !scripts.has(script)) {
    return `The command "${command}" needs a script "${script}", which package.json does not have.`;
  }
  const file = /^(?:node|python3?|sh|bash) ((?:\.\/)?[\w./-]+\.\w+)/.exec(command)?.[1];
  if (file !== undefined && !(await exists(file.replace(/^\.\//, ""), files))) {
    return `The command "${command}" runs ${file}, which is not in the project.`;
  }
  return null;
}

async function readScripts(files: Pick<WorkspaceFiles, "read">): Promise<ReadonlySet<string>> {
  const content = await files.read("package.json");
  if (content === null) return new Set();
  try {
    const manifest = packageScriptsSchema.safeParse(JSON.parse(Buffer.from(content).toString("utf8")));
    return new Set(manifest.success ? Object.keys(manifest.data.scripts) : []);
  } catch (error) {
    // A manifest that is no JSON has no scripts that could be run, which is just what the review then says.
    if (error instanceof SyntaxError) return new Set();
    throw error;
  }
}

async function exists(path: string, files: Pick<WorkspaceFiles, "list">): Promise<boolean> {
  const parts = path.replace(/\/+$/, "").split("/");
  let folder = "";
  for (const part of parts) {
    const next = folder === "" ? part : `${folder}/${part}`;
    const entries = await files.list(folder);
    const entry = entries.find((one) => one.path === next);
    if (entry === undefined) return false;
    if (entry.type !== "directory") return part === parts.at(-1) && next === parts.join("/");
    folder = next;
  }
  return true;
}
