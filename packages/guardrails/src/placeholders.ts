/** `[REDACTED:github-token:1]`, `[REDACTED:environment:DEPLOY_TOKEN:1]` */
export const placeholderPattern =
  /\[REDACTED:[a-z][a-z0-9-]{0,60}(?::[A-Za-z_][A-Za-z0-9_]{0,100})?:[1-9]\d{0,9}\]/g;

/** Gives every secret its placeholder, and remembers where each was seen. */
export class Placeholders {
  readonly #bySecret = new Map<string, string>();
  readonly #issued = new Set<string>();
  readonly #lastNumber = new Map<string, number>();
  /** Origin → placeholder → secret. */
  readonly #seenIn = new Map<string, Map<string, string>>();

  /** The placeholder of `secret`; a new one is none of `taken`. */
  assign(secret: string, rule: string, taken: ReadonlySet<string>): string {
    const known = this.#bySecret.get(secret);
    if (known !== undefined) return known;
    let number = this.#lastNumber.get(rule) ?? 0;
    let placeholder: string;
    do {
      number += 1;
      placeholder = `[REDACTED:${rule}:${number}]`;
    } while (taken.has(placeholder));
    this.#lastNumber.set(rule, number);
    this.#bySecret.set(secret, placeholder);
    this.#issued.add(placeholder);
    return placeholder;
  }

  isIssued(placeholder: string): boolean {
    return this.#issued.has(placeholder);
  }

  recordOrigin(origin: string, placeholder: string, secret: string): void {
    const seen = this.#seenIn.get(origin) ?? new Map<string, string>();
    this.#seenIn.set(origin, seen.set(placeholder, secret));
  }

  /** `undefined` when that secret was never seen in `origin`. */
  secretIn(origin: string, placeholder: string): string | undefined {
    return this.#seenIn.get(origin)?.get(placeholder);
  }
}
