import {
  isKimiError,
  type CommandRequest,
  type CommandResult,
  type Redactor,
  type RunStore,
  type SandboxTier,
  type WorkingTree,
} from "@kimi/contracts";
import { putJson } from "../record/put-artifact.ts";
import type { RunRecorder } from "../record/run-recorder.ts";
import type { CommandLog, CommandPlace } from "./command-log.ts";
import { commandArtifactName, type AskedCommand, type CommandRecord } from "./command-record.ts";
import { describeAsked } from "./describe-asked.ts";
import { describeUnknown } from "./describe-unknown.ts";
import type { PerformedCommand } from "./recorded-tree.ts";
import { redactResult } from "./redact-result.ts";

/** The parts of a run that its commands are recorded with. */
export interface CommandOwner {
  readonly runId: string;
  readonly recorder: RunRecorder;
  readonly ports: {
    readonly store: Pick<RunStore, "putArtifact">;
    readonly redactor: Pick<Redactor, "redact">;
  };
  readonly sandbox: { readonly tier: SandboxTier };
}

/** A command that is about to run somewhere. */
export interface DueCommand {
  readonly tree: WorkingTree;
  /** Stands for the files it runs on. */
  readonly state: string;
  readonly request: CommandRequest;
  /** Whether what it changes there is recorded too. */
  readonly keepsChanges: boolean;
}

/** Gives commands again that a run's log holds, and runs and records all others. */
export class CommandRecorder {
  readonly log: CommandLog;
  readonly #owner: CommandOwner;

  constructor(owner: CommandOwner, log: CommandLog) {
    this.#owner = owner;
    this.log = log;
  }

  /** @throws KimiError `recording-mismatch` for a command that is not recorded, where nothing may run. */
  async perform(due: DueCommand): Promise<PerformedCommand> {
    const place = this.log.next();
    const asked = describeAsked(due.request, this.#owner.ports.redactor);
    const known = this.log.take(place, due.state, asked);
    if (known !== null) return { record: known, isGivenAgain: true };
    if (this.log.onUnknown === "refuse") throw describeUnknown(place, asked, this.log.at(place));
    return { record: await this.#carryOut(due, place, asked), isGivenAgain: false };
  }

  /** The command's end, and what it changed, are in the store before anybody acts on them. */
  async #carryOut(due: DueCommand, place: CommandPlace, asked: AskedCommand): Promise<CommandRecord> {
    const { tree, state, request, keepsChanges } = due;
    const name = commandArtifactName(place);
    if (keepsChanges) await this.#announce(name, asked);
    const end = await this.#run(tree, request);
    const after = keepsChanges ? await tree.snapshot() : null;
    const record: CommandRecord = { ...place, tree: state, asked, ...end, after };
    await putJson(this.#owner, name, record);
    await this.#owner.recorder.flush();
    return record;
  }

  /** Whoever takes the run up again must know that it was on its way. */
  async #announce(record: string, { argv, network }: AskedCommand): Promise<void> {
    const { recorder, sandbox } = this.#owner;
    const { tier } = sandbox;
    recorder.emit({ type: "command-started", command: argv.join(" "), network, tier, record });
    await recorder.flush();
  }

  /** A command that could not be started is told to whoever asked for it, so that is recorded as well. */
  async #run(
    tree: WorkingTree,
    request: CommandRequest,
  ): Promise<{ readonly result: CommandResult | null; readonly refusal: string | null }> {
    const { redactor } = this.#owner.ports;
    try {
      return { result: redactResult(await tree.commands.run(request), redactor), refusal: null };
    } catch (error) {
      if (!isKimiError(error, "workspace")) throw error;
      return { result: null, refusal: redactor.redact(error.message).text };
    }
  }
}
