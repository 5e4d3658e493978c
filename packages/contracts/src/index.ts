// The words, ports and errors that every other package is written in.
export { jsonValueSchema, type JsonValue } from "./json.ts";
export { errorCodes, type ErrorCode } from "./errors/error-code.ts";
export { KimiError, isKimiError, type KimiErrorOptions } from "./errors/kimi-error.ts";
export type { Clock } from "./runtime/clock.ts";
export type { Random } from "./runtime/random.ts";
export { uuidV7 } from "./runtime/uuid-v7.ts";
export type { InstalledPackage, LicenceFinding, LicenceChecker } from "./guardrails/licence-checker.ts";
export type { RedactionFinding, Redaction, Redactor } from "./guardrails/redactor.ts";
export type { IngestRequest, DocumentIngestor } from "./documents/document-ingestor.ts";
export { sectionSchema, type Section } from "./documents/section.ts";
export {
  documentRedactionSchema,
  sourceDocumentSchema,
  type DocumentRedaction,
  type SourceDocument,
} from "./documents/source-document.ts";
export { sourceSpanSchema, type SourceSpan } from "./documents/source-span.ts";
export {
  requirementIdSchema,
  criterionIdSchema,
  prioritySchema,
  acceptanceCriterionSchema,
  quotationSchema,
  requirementSchema,
  type Priority,
  type AcceptanceCriterion,
  type Quotation,
  type Requirement,
} from "./requirements/requirement.ts";
export {
  requirementAspectSchema,
  leftoversSchema,
  requirementChangesSchema,
  type RequirementAspect,
  type Leftovers,
  type RequirementChanges,
} from "./requirements/requirement-changes.ts";
export { uncoveredSectionSchema, type UncoveredSection } from "./requirements/uncovered-section.ts";
export {
  modelPriceSchema,
  modelPricesSchema,
  type ModelPrice,
  type ModelPrices,
} from "./models/model-prices.ts";
export { noHostedTools, type HostedTools } from "./models/hosted-tools.ts";
export {
  callPositionSchema,
  modelCallRequestSchema,
  modelCallAnswerSchema,
  modelCallFailureSchema,
  modelCallSchema,
  type CallPosition,
  type ModelCallRequest,
  type ModelCallAnswer,
  type ModelCallFailure,
  type ModelCall,
} from "./models/model-call.ts";
export { modelCapabilitiesSchema, type ModelCapabilities } from "./models/model-capabilities.ts";
export type {
  ModelCallObserver,
  OpenModelRequest,
  SearchableFile,
  ModelGateway,
  UploadedFiles,
} from "./models/model-gateway.ts";
export type {
  AgentInputItem,
  AgentOutputItem,
  Model,
  ModelProvider,
  ModelRequest,
  ModelResponse,
  ModelStreamEvent,
} from "./models/model-port.ts";
export {
  recordingHeaderSchema,
  recordedCallSchema,
  type RecordingHeader,
  type RecordedCall,
  type Recording,
} from "./models/recording.ts";
export { tokenUsageSchema, noTokens, addTokens, type TokenUsage } from "./models/token-usage.ts";
export {
  entryStateSchema,
  changeSchema,
  changeSetSchema,
  type EntryState,
  type Change,
  type ChangeSet,
} from "./workspace/change-set.ts";
export {
  commandOutputSchema,
  commandResultSchema,
  type CommandLimits,
  type CommandRequest,
  type CommandOutput,
  type CommandResult,
  type CommandRunner,
} from "./workspace/command.ts";
export {
  limitMechanismsSchema,
  sandboxTierSchema,
  sandboxModeSchema,
  type LimitMechanisms,
  type SandboxTier,
  type SandboxMode,
  type SandboxProbe,
} from "./workspace/sandbox-tier.ts";
export { snapshotSchema, type Snapshot } from "./workspace/snapshot.ts";
export type { TextEdit, EditReason, ToolWorkspace } from "./workspace/tool-workspace.ts";
export { treePathSchema } from "./workspace/tree-path.ts";
export type {
  FolderEntry,
  FileEdit,
  TextMatch,
  TextSearch,
  WorkspaceFiles,
} from "./workspace/workspace-files.ts";
export type {
  SnapshotOptions,
  WorkingTree,
  OpenWorkingTreeRequest,
  Overlay,
  Conflict,
  ApplyReport,
  RestoreReport,
  RecoveredOperation,
  DeliverableSink,
  Workspaces,
} from "./workspace/workspaces.ts";
export {
  workspaceToolNameSchema,
  personaRoleSchema,
  writeScopeSchema,
  reasoningEffortSchema,
  agentConfigSchema,
  type WorkspaceToolName,
  type PersonaRole,
  type WriteScope,
  type ReasoningEffort,
  type AgentConfig,
} from "./personas/agent-config.ts";
export { codingOutputSchema, type CodingOutput } from "./personas/coding-output.ts";
export { documentationOutputSchema, type DocumentationOutput } from "./personas/documentation-output.ts";
export { handoffSchema, type Handoff } from "./personas/handoff.ts";
export type { PersonaContext, PersonaResult, Persona } from "./personas/persona.ts";
export { requirementsOutputSchema, type RequirementsOutput } from "./personas/requirements-output.ts";
export {
  testRunnerSchema,
  testingOutputSchema,
  type TestRunner,
  type TestingOutput,
} from "./personas/testing-output.ts";
export type {
  EarlierProof,
  EvidenceRequest,
  TraceRequest,
  EvidenceGatherer,
} from "./evidence/evidence-gatherer.ts";
export {
  redCheckSchema,
  evidenceSchema,
  criterionVerdictSchema,
  findingSchema,
  evidenceReportSchema,
  type RedCheck,
  type Evidence,
  type CriterionVerdict,
  type Finding,
  type EvidenceReport,
} from "./evidence/evidence-report.ts";
export { failureReportSchema, type FailureReport } from "./evidence/failure-report.ts";
export { fileWriteSchema, type FileWrite } from "./evidence/file-write.ts";
export {
  testIdSchema,
  testResultSchema,
  suiteResultSchema,
  type TestId,
  type TestResult,
  type SuiteResult,
} from "./evidence/test-result.ts";
export {
  lineProvenanceSchema,
  tracedRequirementSchema,
  traceSchema,
  type LineProvenance,
  type TracedRequirement,
  type Trace,
} from "./evidence/trace.ts";
export { parseTrace } from "./evidence/parse-trace.ts";
export {
  lineMatchSchema,
  lineStepSchema,
  askingRequirementSchema,
  lineExplanationSchema,
  type ProjectHistory,
  type LineRequest,
  type LeftoversRequest,
  type LineMatch,
  type LineStep,
  type AskingRequirement,
  type LineExplanation,
} from "./evidence/line-explanation.ts";
export type { AuditProblem, AuditReport } from "./runs/audit-report.ts";
export { ledgerSchema, type Ledger } from "./runs/ledger.ts";
export {
  hostedToolChoiceSchema,
  budgetSchema,
  defaultLicences,
  runConfigSchema,
  type HostedToolChoice,
  type Budget,
  type RunConfig,
  type RunConfigInput,
} from "./runs/run-config.ts";
export { runEventSchema, type RunEvent, type RunEventType } from "./runs/run-event.ts";
export {
  runRecordSchema,
  runSummarySchema,
  attemptRecordSchema,
  storedEventSchema,
  artifactRecordSchema,
  type RunRecord,
  type RunSummary,
  type AttemptRecord,
  type StoredEvent,
  type ArtifactRecord,
} from "./runs/run-record.ts";
export { reachedLimitSchema, type ReachedLimit } from "./runs/reached-limit.ts";
export type { RunResult } from "./runs/run-result.ts";
export { runStatusSchema, exitCodes, type RunStatus, type FinalRunStatus } from "./runs/run-status.ts";
export type {
  RunClaim,
  RunFilter,
  DamagedRun,
  NewAttempt,
  AttemptEnd,
  NewArtifact,
  RunUpdate,
  RunStore,
} from "./runs/run-store.ts";
export type { ExportRequest, ExportReport, Packager } from "./packaging/packager.ts";
