import type { DeliverableSink } from "@kimi/contracts";

/** Deliverables that are compared and not kept. */
export class MemorySink implements DeliverableSink {
  readonly folder: string;
  readonly files = new Map<string, Buffer>();

  /** `folder` is only a name. */
  constructor(folder: string) {
    this.folder = folder;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    this.files.set(path, Buffer.from(content));
  }
}
