import {
  KimiError,
  type CommandResult,
  type EditReason,
  type FileEdit,
  type FileWrite,
  type FolderEntry,
  type Persona,
  type TextEdit,
  type TextSearch,
  type ToolWorkspace,
  type WriteScope,
} from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { decodeText } from "./decode-text.ts";
import { assertWritable, boundPaths } from "./write-scope.ts";

/**
 * The working tree as one attempt's tools see it: redacted on the way out, revealed on the way in,
 * held to the persona's write scope, every write remembered with the requirements it serves.
 */
export class SessionWorkspace implements ToolWorkspace {
  readonly writeScope: WriteScope;
  readonly #session: RunSession;
  readonly #stage: string;
  readonly #attempt: number;

  constructor(session: RunSession, persona: Persona, attempt: number) {
    this.#session = session;
    this.writeScope = persona.config.writes;
    this.#stage = persona.config.name;
    this.#attempt = attempt;
  }

  list(folder: string): Promise<readonly FolderEntry[]> {
    return this.#files.list(folder);
  }

  listSourceFiles(): Promise<readonly FolderEntry[]> {
    return this.#files.listSourceFiles();
  }

  async readText(path: string): Promise<string | null> {
    const content = await this.#files.read(path);
    if (content === null) return null;
    const text = decodeText(content);
    if (text === null) {
      const found = `${path} is not a text file (${content.length} bytes that are not UTF-8)`;
      throw new KimiError("workspace", `${found}; only text can be read here.`);
    }
    return this.#redact(text, path);
  }

  async search(search: TextSearch): ReturnType<ToolWorkspace["search"]> {
    const found = await this.#files.search(search);
    return {
      ...found,
      matches: found.matches.map((match) => ({ ...match, text: this.#redact(match.text, match.path) })),
    };
  }

  async edit(edits: readonly TextEdit[], reason: EditReason): Promise<void> {
    const session = this.#session;
    const own = session.writes.filter((write) => write.stage === this.#stage && write.before === null);
    assertWritable(
      edits.map((one) => one.path),
      this.writeScope,
      boundPaths(session.testing),
      new Set(own.map((write) => write.path)),
    );
    const requirements = this.#knownRequirements(reason.requirements);
    const writes: FileWrite[] = [];
    for (const one of edits) {
      writes.push({
        path: one.path,
        before: await this.#textBefore(one.path),
        after: one.kind === "delete" ? null : this.#redact(one.text, one.path),
        requirements,
        stage: this.#stage,
        attempt: this.#attempt,
        toolCallId: reason.toolCallId,
      });
    }
    await this.#files.edit(edits.map((one) => this.#toFileEdit(one)));
    this.#remember(writes);
  }

  async runCommand(command: string, options: { readonly timeoutMs?: number }): Promise<CommandResult> {
    const { config, ports, recorder, signal, ground } = this.#session;
    const env = Object.fromEntries(
      config.env.flatMap((name) => {
        const value = ports.environment[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const result = await ground.tree.commands.run({
      argv: ["/bin/sh", "-c", command],
      network: config.network,
      env,
      signal,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
    const { exitCode, timedOut, durationMs, tier } = result;
    recorder.emit({
      type: "command-finished",
      purpose: "tool",
      command,
      exitCode,
      timedOut,
      durationMs,
      tier,
    });
    return {
      ...result,
      stdout: { ...result.stdout, text: this.#redact(result.stdout.text) },
      stderr: { ...result.stderr, text: this.#redact(result.stderr.text) },
    };
  }

  get #files() {
    return this.#session.ground.tree.files;
  }

  #redact(text: string, origin?: string): string {
    return this.#session.ports.redactor.redact(text, origin).text;
  }

  #knownRequirements(wanted: readonly string[]): readonly string[] {
    const known = new Set(this.#session.requirements.map((requirement) => requirement.id));
    const unknown = wanted.filter((id) => !known.has(id));
    if (unknown.length === 0) return [...new Set(wanted)];
    throw new KimiError(
      "usage",
      `No such requirement: ${unknown.join(", ")}. Known are ${[...known].join(", ")}.`,
    );
  }

  /** `null` when nothing is there; a binary file that is about to be replaced has no lines to keep. */
  async #textBefore(path: string): Promise<string | null> {
    const content = await this.#files.read(path);
    return content === null ? null : this.#redact(decodeText(content) ?? "", path);
  }

  #toFileEdit(edit: TextEdit): FileEdit {
    if (edit.kind === "delete") return edit;
    const text = this.#session.ports.redactor.reveal(edit.text, edit.path);
    return { kind: "write", path: edit.path, content: Buffer.from(text) };
  }

  #remember(writes: readonly FileWrite[]): void {
    for (const write of writes) {
      if (write.before === write.after) continue;
      this.#session.writes.push(write);
      this.#session.recorder.emit({
        type: "file-written",
        stage: this.#stage,
        attempt: this.#attempt,
        toolCallId: write.toolCallId,
        path: write.path,
        change: write.before === null ? "added" : write.after === null ? "removed" : "modified",
        requirements: [...write.requirements],
      });
    }
  }
}
