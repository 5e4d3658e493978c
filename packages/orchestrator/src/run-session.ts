import type {
  DocumentationOutput,
  EvidenceReport,
  FileWrite,
  Handoff,
  HostedTools,
  InstalledPackage,
  JsonValue,
  Requirement,
  RequirementChanges,
  RunConfig,
  SandboxProbe,
  Snapshot,
  SourceDocument,
  TestingOutput,
  WorkingTree,
} from "@kimi/contracts";
import type { RecordedTrees } from "./commands/recorded-trees.ts";
import type { LedgerBook } from "./budget/ledger-book.ts";
import type { OrchestratorPorts } from "./orchestrator-ports.ts";
import { describeEarlier, type EarlierRequirements } from "./requirements/earlier-requirements.ts";
import type { ForkOrigin } from "./resume/fork-origin.ts";
import type { RunRecorder } from "./record/run-recorder.ts";
import type { Candidate } from "./workspace/take-candidate.ts";

/** What is fixed once a run is accepted. */
export interface AcceptedRun {
  readonly runId: string;
  readonly config: RunConfig;
  readonly ports: OrchestratorPorts;
  readonly recorder: RunRecorder;
  readonly signal: AbortSignal;
  /** Real path of the target. */
  readonly targetPath: string;
  readonly documents: readonly SourceDocument[];
  readonly sandbox: SandboxProbe;
  /** `null` for a run that is no fork. */
  readonly forkedFrom: ForkOrigin | null;
  /** Whether its result was in the target when its last process died: what is left to do is to say so. */
  readonly isApplied: boolean;
  /** Opens trees whose commands are recorded. */
  readonly trees: RecordedTrees;
  readonly hostedTools: HostedTools;
  readonly offerFileSearch: boolean;
  readonly startedAt: string;
  /** `clock.elapsedMs()` when the run began. */
  readonly startedMs: number;
  /** Text as a model streams it; only for display. */
  readonly onText: (textDelta: string) => void;
}

/** The tree the personas work in, and the state it started from. */
export interface RunGround {
  readonly tree: WorkingTree;
  readonly baseline: Snapshot;
  /** Paths that git would not ignore, at the baseline. */
  readonly baselineSources: ReadonlySet<string>;
  /** Third-party packages that were installed before the run. */
  readonly installedAtBaseline: readonly InstalledPackage[];
  /** What earlier runs of the target required; `null` when there were none. */
  readonly earlier: EarlierRequirements | null;
}

/** A verdict that could be applied, and what led to it. */
export interface Fallback {
  readonly candidate: Candidate;
  readonly report: EvidenceReport;
  readonly testing: TestingOutput | null;
  readonly outputs: ReadonlyMap<string, JsonValue>;
  /** How many of the run's writes there were. */
  readonly writes: number;
}

/** The state of one run while it runs. Stages read and extend it; nothing else is remembered between them. */
export class RunSession {
  readonly runId: string;
  readonly config: RunConfig;
  readonly ports: OrchestratorPorts;
  readonly recorder: RunRecorder;
  readonly signal: AbortSignal;
  readonly accepted: AcceptedRun;
  readonly ground: RunGround;
  readonly book: LedgerBook;
  readonly onText: (textDelta: string) => void;
  hostedTools: HostedTools;

  requirements: readonly Requirement[] = [];
  /** What became of the requirements since; `null` before the requirements stage, and without an earlier run. */
  requirementChanges: RequirementChanges | null = null;
  /** Validated output of each finished stage, by stage name. */
  outputs: ReadonlyMap<string, JsonValue> = new Map();
  testing: TestingOutput | null = null;
  documentation: DocumentationOutput | null = null;
  /** The latest verdict, and the state of the tree it is about. */
  report: EvidenceReport | null = null;
  candidate: Candidate | null = null;
  /** The `partial` verdict with the most criteria proven: what the run falls back on when later attempts are worse. */
  fallback: Fallback | null = null;
  /** Why no further attempt could help, as the latest verdict showed; `null` when one might. */
  impasse: string | null = null;
  /** Whether the result is in the target. */
  applied: boolean;
  /** Paths that an install step may fill. */
  readonly installedFolders = new Set<string>();
  /** Every write of every tool call, in order. */
  readonly writes: FileWrite[] = [];
  /** Attempts begun so far, by stage name. */
  readonly attempts = new Map<string, number>();
  /** Times a verdict was computed after a testing stage. */
  verdicts = 0;

  constructor(accepted: AcceptedRun, ground: RunGround, book: LedgerBook) {
    this.accepted = accepted;
    this.applied = accepted.isApplied;
    this.ground = ground;
    this.book = book;
    this.runId = accepted.runId;
    this.config = accepted.config;
    this.ports = accepted.ports;
    this.recorder = accepted.recorder;
    this.signal = accepted.signal;
    this.hostedTools = accepted.hostedTools;
    this.onText = accepted.onText;
  }

  elapsedMs(): number {
    return this.ports.clock.elapsedMs() - this.accepted.startedMs;
  }

  now(): string {
    return this.ports.clock.now().toISOString();
  }

  handoff(changedPaths: readonly string[], failure: Handoff["failure"]): Handoff {
    const { earlier } = this.ground;
    const isStated = this.requirements.length > 0;
    return {
      ...(earlier === null || isStated ? {} : { earlier: describeEarlier(earlier) }),
      ...(this.requirementChanges === null ? {} : { changes: this.requirementChanges }),
      documents: this.accepted.documents,
      requirements: this.requirements,
      outputs: Object.fromEntries(this.outputs),
      changedPaths: changedPaths.map((path) => this.ports.redactor.redact(path).text),
      failure,
    };
  }
}
