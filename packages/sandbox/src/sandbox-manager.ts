import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type {
  ApplyReport,
  ChangeSet,
  DeliverableSink,
  OpenWorkingTreeRequest,
  Overlay,
  RecoveredOperation,
  RestoreReport,
  SandboxMode,
  SandboxProbe,
  Snapshot,
  WorkingTree,
  Workspaces,
} from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { compareManifests, toChangeSet } from "./change/compare-manifests.ts";
import { type DifferingParts, differingRecords } from "./change/differing-parts.ts";
import { findRecorded } from "./change/find-recorded.ts";
import { type FaultHook, noFaults } from "./disk/fault-hook.ts";
import type { CommandTier } from "./isolation/choose-tier.ts";
import { diskBytesOf } from "./limits/disk-bytes-of.ts";
import { makeHome } from "./machine/make-home.ts";
import { fromShownPath } from "./paths/shown-path.ts";
import { Preflight } from "./scan/preflight.ts";
import { recordTree } from "./scan/record-tree.ts";
import type { Journals } from "./transaction/journals.ts";
import type { PruneReport } from "./store/collect-store.ts";
import { type PruneRequest, toCollectRequest } from "./store/prune-request.ts";
import type { QuotaReport } from "./store/keep-to-quota.ts";
import type { StoreReport, VerifyRequest } from "./store/verify-store.ts";
import { SnapshotStore } from "./store/snapshot-store.ts";
import { removeAbandonedPlaces } from "./tree/tree-place.ts";

export interface SandboxManagerOptions {
  /** `KIMI_AGENT_HOME`: absolute; made, for its owner alone, when missing. */
  readonly home: string;
  /** PATH and HOME find programs; an allow-list of the rest is what commands see. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** For crash tests alone. @default nothing happens */
  readonly fault?: FaultHook;
}

/**
 * Makes the folders of a store, and the manager of what is in it.
 * @throws KimiError `usage` when `home` is not absolute, or cannot be made or written to.
 */
export function createSandboxManager(options: SandboxManagerOptions): SandboxManager {
  return new SandboxManager(options);
}

/** Snapshots, working trees, change sets, apply and restore, confined commands: everything on one machine's own disk. */
export class SandboxManager implements Workspaces {
  readonly #home: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #fault: FaultHook;
  readonly #store: SnapshotStore;
  readonly #journals: string;
  readonly #trees: string;
  /** What could not be recovered when that was last tried. */
  #stuck: readonly RecoveredOperation[] = [];
  #tier: Promise<CommandTier> | null = null;

  constructor({ home, environment = process.env, fault = noFaults }: SandboxManagerOptions) {
    makeHome(home);
    this.#home = home;
    this.#environment = environment;
    this.#fault = fault;
    this.#store = new SnapshotStore(join(home, "snapshots"));
    this.#journals = join(home, "journals");
    this.#trees = join(home, "trees");
    mkdirSync(this.#trees, { recursive: true, mode: 0o700 });
  }

  /** The tier found holds for every command from now on. Without a probe, the first command makes one with `require`. */
  async probe(mode: SandboxMode): Promise<SandboxProbe> {
    this.#tier = import("./isolation/choose-tier.ts").then(({ chooseTier }) =>
      chooseTier(mode, { home: this.#home, environment: this.#environment }),
    );
    return (await this.#tier).probe;
  }

  async resolveTarget(targetPath: string): Promise<string> {
    const { resolveTarget } = await import("./target/resolve-target.ts");
    const userHome = this.#environment["HOME"] ?? homedir();
    return resolveTarget(targetPath, { store: this.#home, userHome, stuck: this.#stuck });
  }

  snapshot(targetPath: string): Promise<Snapshot> {
    return this.#snapshot(targetPath, false);
  }

  async openWorkingTree(request: OpenWorkingTreeRequest): Promise<WorkingTree> {
    const shared = {
      targetPath: request.targetPath,
      trees: this.#trees,
      store: this.#store,
      environment: this.#environment,
      tier: () => this.#commandTier(),
    };
    if (request.kind === "private") {
      const [{ openPrivateTree }, { startingState }] = await Promise.all([
        import("./tree/open-private-tree.ts"),
        import("./tree/starting-state.ts"),
      ]);
      return openPrivateTree({ ...shared, ...startingState(this.#store, request) });
    }
    if (request.overlay !== undefined)
      throw new KimiError("internal", "an overlay is for private trees: expected none in the target itself");
    const { openInPlaceTree } = await import("./tree/open-in-place-tree.ts");
    const open = (): WorkingTree =>
      openInPlaceTree({
        ...shared,
        baselineId: request.snapshotId,
        baseBytes: diskBytesOf(this.#store.load(request.snapshotId).values()),
        snapshot: () => this.#snapshot(request.targetPath, true),
        restore: (snapshotId) => this.restore({ ...request, snapshotId }),
      });
    // Pinned before anybody may collect.
    return this.#store.use(async () => open());
  }

  async overlay(snapshotId: string, overlay: Overlay): Promise<Snapshot> {
    const { recordOverlay } = await import("./change/record-overlay.ts");
    return recordOverlay({ store: this.#store, trees: this.#trees }, snapshotId, overlay);
  }

  async changeSet(fromSnapshotId: string, toSnapshotId: string): Promise<ChangeSet> {
    return this.#store.use(async () => {
      const { from, to } = this.#differing(fromSnapshotId, toSnapshotId);
      return toChangeSet(fromSnapshotId, toSnapshotId, compareManifests(from, to));
    });
  }

  async readFile(snapshotId: string, path: string): Promise<Uint8Array | null> {
    return this.#store.use(async () => {
      const entry = findRecorded(this.#store.open(snapshotId), fromShownPath(path));
      return entry?.type === "file" && entry.hash !== null ? this.#store.blobs.read(entry.hash) : null;
    });
  }

  async renderPatch(changeSet: ChangeSet): Promise<string> {
    const { renderPatch } = await import("./patch/render-patch.ts");
    return this.#store.use(async () => {
      const parts = this.#differing(changeSet.from, changeSet.to);
      return renderPatch(changeSet, { ...parts, read: (hash) => this.#store.blobs.read(hash) });
    });
  }

  async apply(request: Parameters<Workspaces["apply"]>[0]): Promise<ApplyReport> {
    const { applyChangeSet } = await import("./change/apply-change-set.ts");
    const journals = await this.#openJournals();
    return this.#store.use(() =>
      applyChangeSet({
        ...request,
        ...this.#differing(request.changeSet.from, request.changeSet.to),
        source: this.#store.blobs,
        journals,
        conflictsFolder: join(this.#home, "conflicts"),
        fault: this.#fault,
      }),
    );
  }

  async restore(request: Parameters<Workspaces["restore"]>[0]): Promise<RestoreReport> {
    const { restoreTree } = await import("./change/restore-tree.ts");
    const { changeTarget } = await import("./transaction/change-target.ts");
    const journals = await this.#openJournals();
    const { runId, targetPath, snapshotId } = request;
    const cache = this.#store.loadStatCache(targetPath);
    const change = { operation: "restore", runId, targetPath, source: this.#store.blobs } as const;
    const report = await this.#store.use(() =>
      restoreTree({
        root: targetPath,
        recorded: this.#store.open(snapshotId),
        cache,
        source: this.#store.blobs,
        carryOut: (plan, onLost) => changeTarget({ ...change, plan, onLost, journals, fault: this.#fault }),
      }),
    );
    this.#store.saveStatCache(targetPath, cache);
    return report;
  }

  async recover(): Promise<readonly RecoveredOperation[]> {
    const journals = await this.#openJournals();
    const recovered = await journals.recover(this.#fault);
    this.#stuck = recovered.filter(({ outcome }) => outcome === "stuck");
    removeAbandonedPlaces(this.#trees);
    this.#store.removeAbandoned();
    return recovered;
  }

  /**
   * Deletes snapshots, those unused the longest first, until the rest takes no more than `maxBytes`. `pinned` ones stay,
   * and those that open working trees come from. Waits for others who use the store, and keeps them waiting.
   * @throws KimiError `workspace` when the store is in use all the time.
   */
  async prune(request: PruneRequest): Promise<PruneReport> {
    return this.#store.collect(toCollectRequest(request, { trees: this.#trees, fault: this.#fault }));
  }

  /**
   * Prunes where the snapshots take more than `maxBytes`, or lie in very many packs, unless others are using the store:
   * for after a run.
   */
  async keepToQuota(request: PruneRequest): Promise<QuotaReport> {
    const { keepToQuota } = await import("./store/keep-to-quota.ts");
    return keepToQuota(this.#store, toCollectRequest(request, { trees: this.#trees, fault: this.#fault }));
  }

  /** Reads every snapshot, and every content that one of them needs, and checks each against its hash; misses needed ones. */
  async verify(request: VerifyRequest = {}): Promise<StoreReport> {
    const { verifyStore } = await import("./store/verify-store.ts");
    return this.#store.use(() => verifyStore(this.#store, request));
  }

  async openDeliverables(targetPath: string, runId: string): Promise<DeliverableSink> {
    const { DeliverablesFolder } = await import("./target/deliverables-folder.ts");
    return new DeliverablesFolder(targetPath, runId);
  }

  /** `opensClosed`: a run was at work there, and may have closed folders to us. */
  async #snapshot(targetPath: string, opensClosed: boolean): Promise<Snapshot> {
    const cache = this.#store.loadStatCache(targetPath);
    const preflight = cache.size === 0 ? new Preflight(targetPath, this.#home) : null;
    const options = { cache, opensClosed, preflight, fault: this.#fault };
    const snapshot = await recordTree(this.#store, targetPath, options);
    this.#store.saveStatCache(targetPath, cache);
    return snapshot;
  }

  #differing(from: string, to: string): DifferingParts {
    return differingRecords(this.#store.open(from), this.#store.open(to));
  }

  async #openJournals(): Promise<Journals> {
    const { Journals } = await import("./transaction/journals.ts");
    return new Journals(this.#journals);
  }

  async #commandTier(): Promise<CommandTier> {
    if (this.#tier === null) await this.probe("require");
    const tier = await this.#tier;
    if (tier === null) throw new KimiError("internal", "no tier was chosen by the probe");
    return tier;
  }
}
