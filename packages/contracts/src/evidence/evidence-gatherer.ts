import type { SourceDocument } from "../documents/source-document.ts";
import type { DocumentationOutput } from "../personas/documentation-output.ts";
import type { TestingOutput } from "../personas/testing-output.ts";
import type { Leftovers, RequirementChanges } from "../requirements/requirement-changes.ts";
import type { Requirement } from "../requirements/requirement.ts";
import type { UncoveredSection } from "../requirements/uncovered-section.ts";
import type { RunEvent } from "../runs/run-event.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { WorkspaceFiles } from "../workspace/workspace-files.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import type { CriterionVerdict, EvidenceReport } from "./evidence-report.ts";
import type { FailureReport } from "./failure-report.ts";
import type { FileWrite } from "./file-write.ts";
import type { LeftoversRequest, LineExplanation, LineRequest } from "./line-explanation.ts";
import type { TestId } from "./test-result.ts";
import type { Trace } from "./trace.ts";

export interface EvidenceRequest {
  readonly runId: string;
  readonly targetPath: string;
  readonly requirements: readonly Requirement[];
  /** Where the requirements come from: words that stand there are asked for, wherever they stand in the code. @default [] */
  readonly documents?: readonly SourceDocument[];
  readonly testing: TestingOutput;
  /** Criterion ids the user waived. */
  readonly accepted: readonly string[];
  readonly baseline: Snapshot;
  readonly final: Snapshot;
  readonly workspaces: Pick<Workspaces, "openWorkingTree" | "changeSet" | "readFile">;
  /**
   * Every write of every tool call, in the order they happened: which changed lines serve which requirement. A test must
   * notice when lines of its own requirement are taken away, where there are such lines.
   * @default [] any changed line may serve any requirement
   */
  readonly writes?: readonly FileWrite[];
  /** What an earlier run, whose result is in the project, proved of requirements that did not change. @default none */
  readonly provenBefore?: readonly EarlierProof[];
  /** Tests that proved only what no document asks for any more: they may go. @default none */
  readonly retiredTests?: readonly TestId[];
  /**
   * The verdicts of the run before this one, in order, with the trees they are about: tests that failed there may be
   * corrected, and not bent to what the code does. @default []
   */
  readonly earlier?: readonly {
    readonly snapshot: Snapshot;
    readonly criteria: readonly CriterionVerdict[];
  }[];
  /** Decides which hollowed functions are tried when not all can be. */
  readonly seed: number;
  /** For one execution of one suite. @default 300_000 */
  readonly timeoutMs?: number;
  /** Must not throw. */
  emit(event: RunEvent): void;
  readonly signal: AbortSignal;
}

/** A test that an earlier run saw fail by assertion for want of the behaviour, and pass with it. */
export interface EarlierProof {
  readonly criterion: string;
  readonly test: TestId;
  readonly runId: string;
  /** The test as it stood then: it counts as long as it stands so. */
  readonly testSource: string;
}

export interface TraceRequest {
  readonly runId: string;
  readonly documents: readonly SourceDocument[];
  readonly requirements: readonly Requirement[];
  readonly report: EvidenceReport;
  readonly documentation: DocumentationOutput | null;
  /** In the order they happened. */
  readonly writes: readonly FileWrite[];
  /** Since an earlier run of the target; `null` when there was none. */
  readonly changes: RequirementChanges | null;
  /** Paths that differ between baseline and final tree. */
  readonly changedPaths: readonly string[];
  /** Text of a file in the final tree, redacted; `null` when there is none or it is binary. */
  readFinalText(path: string): Promise<string | null>;
}

/** Runs tests and says what they prove. */
export interface EvidenceGatherer {
  /** Runs the suites on the final tree and where the behaviour is absent, and computes the verdict. */
  gather(request: EvidenceRequest): Promise<EvidenceReport>;
  /**
   * What is wrong with a testing output before anything runs: files that do not exist, criteria that do not exist
   * or are not bound, runners that are not installed. One sentence each.
   */
  reviewTesting(
    output: TestingOutput,
    requirements: readonly Requirement[],
    files: WorkspaceFiles,
  ): Promise<readonly string[]>;
  /** The smallest evidence that lets somebody mend a failed verdict; `null` when there is nothing to mend. */
  explainFailure(report: EvidenceReport): FailureReport | null;
  buildTrace(request: TraceRequest): Promise<Trace>;
  /** Markdown for people. */
  renderTrace(trace: Trace): string;
  /** Parts of the documents that hold words and that no requirement cites, in document order. */
  findUncovered(
    documents: readonly SourceDocument[],
    requirements: readonly Requirement[],
  ): readonly UncoveredSection[];
  /** Who asked for a line of the project as it stands, followed back through the applied runs of the target. */
  explainLine(request: LineRequest): Promise<LineExplanation>;
  /** What applied runs of the target wrote for these requirements alone and still stands, by requirement id. */
  findLeftovers(request: LeftoversRequest): Promise<ReadonlyMap<string, Leftovers>>;
}
