import { z } from "zod";

/** How commands are kept from the rest of the machine. */
export const sandboxTierSchema = z.enum(["bubblewrap", "seatbelt", "none"]);
/** What the user asks of it: refuse to run unconfined, confine where possible, or run unconfined. */
export const sandboxModeSchema = z.enum(["require", "prefer", "off"]);

export type SandboxTier = z.infer<typeof sandboxTierSchema>;
export type SandboxMode = z.infer<typeof sandboxModeSchema>;

/** What a probe found by running something. */
export interface SandboxProbe {
  /** The tier in force. */
  readonly tier: SandboxTier;
  /** Why a better tier is not, and how to get it; `null` when there is none better. */
  readonly missing: string | null;
  /** By what each limit on commands is kept here, in words, as found by trying. */
  readonly limits?: Readonly<Record<"memory" | "processes" | "disk", string>>;
}
