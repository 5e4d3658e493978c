import type {
  Clock,
  DocumentIngestor,
  EvidenceGatherer,
  LicenceChecker,
  ModelGateway,
  Packager,
  Persona,
  Random,
  Redactor,
  RunStore,
  Workspaces,
} from "@kimi/contracts";

/** Everything a run needs from outside. `@kimi/local` has the standard set. */
export interface OrchestratorPorts {
  /** In the order of the stages: one each of requirements, coding and testing, in that order; others anywhere. */
  readonly personas: readonly Persona[];
  readonly models: ModelGateway;
  readonly workspaces: Workspaces;
  readonly store: RunStore;
  readonly evidence: EvidenceGatherer;
  readonly ingestor: DocumentIngestor;
  readonly redactor: Redactor;
  readonly licences: LicenceChecker;
  readonly packager: Packager;
  readonly clock: Clock;
  readonly random: Random;
  /** Where relative document paths start. */
  readonly workingDirectory: string;
  /** Values of the environment variables that `RunConfig.env` may name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name and version for the record, for example `kimi-agent 0.1.0`. */
  readonly program: string;
}
