import type { FileEdit, FileWrite } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { decodeText } from "../workspace/decode-text.ts";

const readmePath = "README.md";
const requirementsPath = "docs/requirements.md";

/** Puts the README and the per-requirement documentation into the tree; gives the paths it wrote. */
export async function writeDocumentation(session: RunSession): Promise<ReadonlySet<string>> {
  const { documentation } = session;
  const stage = session.ports.personas.find((persona) => persona.role === "documentation")?.config.name;
  if (documentation === null || stage === undefined) return new Set();
  const sections = documentation.sections.map(
    (section) => `## ${section.heading} (${section.requirement})\n\n${section.markdown.trim()}\n`,
  );
  const texts = new Map([
    [readmePath, `${documentation.readme.trimEnd()}\n`],
    [requirementsPath, `# Requirements\n\n${sections.join("\n")}`],
  ]);
  const requirements = documentation.sections.map((section) => section.requirement);
  const edits: FileEdit[] = [];
  for (const [path, text] of texts) {
    const before = await session.ground.tree.files.read(path);
    const write: FileWrite = {
      path,
      before: before === null ? null : session.ports.redactor.redact(decodeText(before) ?? "", path).text,
      after: text,
      requirements,
      stage,
      attempt: session.attempts.get(stage) ?? 1,
      toolCallId: "write-docs",
    };
    session.writes.push(write);
    edits.push({ kind: "write", path, content: Buffer.from(session.ports.redactor.reveal(text, path)) });
  }
  await session.ground.tree.files.edit(edits);
  return new Set(texts.keys());
}
