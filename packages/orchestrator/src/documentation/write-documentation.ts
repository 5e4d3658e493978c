import { isKimiError } from "@kimi/contracts";
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
  const attempt = session.attempts.get(stage) ?? 1;
  const written = new Set<string>();
  for (const [path, text] of texts) {
    const put = await putDocument(session, path, text);
    if (put === null) continue;
    session.writes.push({
      path,
      ...put,
      after: text,
      requirements,
      stage,
      attempt,
      toolCallId: "write-docs",
    });
    written.add(path);
  }
  return written;
}

/** What stood there before, redacted. `null` where there is no regular file to write: the user is told, and the run goes on. */
async function putDocument(
  { ground, ports, recorder }: RunSession,
  path: string,
  text: string,
): Promise<{ readonly before: string | null } | null> {
  const { files } = ground.tree;
  const { redactor } = ports;
  try {
    const content = await files.read(path);
    const before = content === null ? null : redactor.redact(decodeText(content) ?? "", path).text;
    await files.edit([{ kind: "write", path, content: Buffer.from(redactor.reveal(text, path)) }]);
    return { before };
  } catch (error) {
    if (!isKimiError(error, "workspace", "path-refused")) throw error;
    recorder.emit({ type: "note", message: `Documentation was not written to ${path}: ${error.message}` });
    return null;
  }
}
