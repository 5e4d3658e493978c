import { KimiError } from "@kimi/contracts";

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const unitBytes = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/**
 * An instant as ISO 8601, from a date, an instant, or how long ago it was: `2026-11-01`, `90m`, `12h`, `30d`, `2w`.
 * @throws KimiError `usage` for anything else.
 */
export function parseInstant(option: string, text: string, now: Date): string {
  const ago = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text);
  const unit = ago?.[2];
  if (unit === "m" || unit === "h" || unit === "d" || unit === "w")
    return new Date(now.getTime() - Number(ago?.[1]) * unitMs[unit]).toISOString();
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new KimiError(
    "usage",
    `--${option} was given ${text}; it takes a date (2026-11-01), an instant (2026-11-01T10:00:00Z) or an age (90m, 12h, 30d, 2w).`,
  );
}

/** A number of things, from 1 on. @throws KimiError `usage` for anything else. */
export function parseCount(option: string, amount: number): number {
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new KimiError("usage", `--${option} was given ${amount}; it takes a whole number from 1 on.`);
}

/** Bytes from a size: `500MB`, `2GB`, `1000`. `source` is the option or variable. @throws KimiError `usage` for anything else. */
export function parseBytes(source: string, text: string): number {
  const size = /^(\d+(?:\.\d+)?) ?([KMGT]?B)?$/i.exec(text);
  const unit = size?.[2]?.toUpperCase() ?? "B";
  if (size !== null && (unit === "B" || unit === "KB" || unit === "MB" || unit === "GB" || unit === "TB"))
    return Math.floor(Number(size[1]) * unitBytes[unit]);
  throw new KimiError("usage", `${source} was given ${text}; it takes a size such as 500MB or 2GB.`);
}
