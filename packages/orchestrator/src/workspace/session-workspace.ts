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
import { boundPaths } from "./bound-paths.ts";
import { decodeText } from "./decode-text.ts";
import { hashOfWritten } from "./keep-others-work.ts";
import { assertWritable } from "./write-scope.ts";

/** As the search itself cuts its lines. */
const maxMatchCharacters = 500;

/** Of each stream of a command: what a model is shown whole, the line between head and tail that names the rest included. */
const shownOutputBytes = 9_000;

/**
 * The working tree as one attempt's tools see it: redacted on the way out, revealed on the way in,
 * held to the persona's write scope, every write remembered with the requirements it serves.
 */
export class SessionWorkspace implements ToolWorkspace {
  readonly writeScope: WriteScope;
  readonly #session: RunSession;
  readonly #stage: string;
  readonly #attempt: number;
  #mayHaveStrayed = false;

  constructor(session: RunSession, persona: Persona, attempt: number) {
    this.#session = session;
    this.writeScope = persona.config.writes;
    this.#stage = persona.config.name;
    this.#attempt = attempt;
  }

  /** Whether something was done that the write scope could not be held against before it was done. */
  get mayHaveStrayed(): boolean {
    return this.#mayHaveStrayed;
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
    const lines = new Map<string, readonly string[]>();
    for (const { path } of found.matches) {
      if (!lines.has(path)) lines.set(path, await this.#readRedactedLines(path));
    }
    return {
      ...found,
      matches: found.matches.map((match) => {
        const whole = lines.get(match.path)?.[match.line - 1];
        return {
          ...match,
          text: whole?.slice(0, maxMatchCharacters) ?? this.#redact(match.text, match.path),
        };
      }),
    };
  }

  async edit(edits: readonly TextEdit[], reason: EditReason): Promise<void> {
    const session = this.#session;
    const paths = edits.map((one) => one.path);
    assertWritable(paths, this.writeScope, boundPaths(session));
    // An escape may spell a path that the check above knows by another spelling.
    if (paths.some((path) => path.includes("\\x"))) this.#mayHaveStrayed = true;
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
    const fileEdits = edits.map((one) => this.#toFileEdit(one));
    await this.#files.edit(fileEdits);
    this.#remember(writes, fileEdits);
  }

  async runCommand(command: string, options: { readonly timeoutMs?: number }): Promise<CommandResult> {
    const { config, ports, recorder, signal, ground } = this.#session;
    const env = Object.fromEntries(
      config.env.flatMap((name) => {
        const value = ports.environment[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
    this.#mayHaveStrayed = true;
    const result = await ground.tree.commands.run({
      argv: ["/bin/sh", "-c", command],
      network: config.network,
      maxOutputBytes: shownOutputBytes,
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
    return result;
  }

  get #files() {
    return this.#session.ground.tree.files;
  }

  /** One line alone may not show what it is: a line within a private key, or a token that the search has cut. */
  async #readRedactedLines(path: string): Promise<readonly string[]> {
    const content = await this.#files.read(path);
    return content === null ? [] : this.#redact(Buffer.from(content).toString("utf8"), path).split("\n");
  }

  #redact(text: string, origin?: string): string {
    return this.#session.ports.redactor.redact(text, origin).text;
  }

  #knownRequirements(wanted: readonly string[]): readonly string[] {
    const { requirements, requirementChanges } = this.#session;
    // Taking out what served a requirement that is gone serves that one.
    const gone = (requirementChanges?.removed ?? []).map(({ requirement }) => requirement);
    const known = new Set([...requirements, ...gone].map(({ id }) => id));
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

  #remember(writes: readonly FileWrite[], edits: readonly FileEdit[]): void {
    for (const [at, write] of writes.entries()) {
      if (write.before === write.after) continue;
      const edit = edits[at];
      this.#session.writes.push(write);
      this.#session.recorder.emit({
        type: "file-written",
        stage: this.#stage,
        attempt: this.#attempt,
        toolCallId: write.toolCallId,
        path: write.path,
        change: write.before === null ? "added" : write.after === null ? "removed" : "modified",
        hash: edit?.kind === "write" ? hashOfWritten(edit.content) : null,
        requirements: [...write.requirements],
      });
    }
  }
}
