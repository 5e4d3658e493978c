import { z } from "zod";

/** How commands are kept from the rest of the machine. */
export const sandboxTierSchema = z.enum(["bubblewrap", "seatbelt", "none"]);
/** What the user asks of it: refuse to run unconfined, confine where possible, or run unconfined. */
export const sandboxModeSchema = z.enum(["require", "prefer", "off"]);

/** By what limits on commands are kept, in words, as found by trying; `ending`: that nothing of a command outlives it. */
export const limitMechanismsSchema = z.strictObject({
  memory: z.string(),
  processes: z.string(),
  disk: z.string(),
  ending: z.string(),
});

export type LimitMechanisms = Readonly<z.infer<typeof limitMechanismsSchema>>;
export type SandboxTier = z.infer<typeof sandboxTierSchema>;
export type SandboxMode = z.infer<typeof sandboxModeSchema>;

/** What a probe found by running something. */
export interface SandboxProbe {
  /** The tier in force. */
  readonly tier: SandboxTier;
  /** Why a better tier is not, and how to get it; `null` when there is none better. */
  readonly missing: string | null;
  /** By what each limit on commands is kept here. */
  readonly limits?: LimitMechanisms;
  /** Why the kernel itself does not keep more of them, and how to get it; `null` when it keeps what it can. */
  readonly limitsMissing?: string | null;
}
