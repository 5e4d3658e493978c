import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A plan that asks for one thing that must and one that should hold. */
export const plan = `# Greeting

The function greet must return "Hello, <name>!" for a name.

## Manners

It should return "Hello, stranger!" when the name is empty.
`;

const source = `export function greet(name) {
  return "hi " + name;
}
`;

/** Writes a small Node project and its plan below \`folder\`; gives the project's path. */
export async function writeGreetingProject(folder: string): Promise<string> {
  const project = join(folder, "project");
  await mkdir(join(project, "src"), { recursive: true });
  await mkdir(join(project, "empty"));
  await writeFile(
    join(project, "package.json"),
    '{ "name": "greeting", "type": "module", "scripts": { "test": "node --test" } }\n',
  );
  await writeFile(join(project, "src/greet.js"), source);
  await writeFile(join(project, "run.sh"), "#!/bin/sh\necho hi\n", { mode: 0o755 });
  await writeFile(join(project, ".gitignore"), ".env\ndist/\n");
  await writeFile(join(project, ".env"), "MODE=local\n", { mode: 0o600 });
  await writeFile(join(folder, "plan.md"), plan);
  return project;
}
