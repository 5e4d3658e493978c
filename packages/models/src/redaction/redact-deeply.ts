import type { Redactor } from "@kimi/contracts";

/**
 * Fields the endpoint reads by exact value: identifiers, discriminators, ciphertext. A placeholder in one of them
 * breaks the conversation, and encrypted reasoning looks like a secret to every detector.
 */
const verbatimFields = new Set([
  "type",
  "role",
  "status",
  "id",
  "callId",
  "call_id",
  "itemId",
  "item_id",
  "encrypted_content",
  "encryptedContent",
  "fingerprint",
]);

/** Within a text that is JSON, names of fields are the model's own. */
const noFields: ReadonlySet<string> = new Set();

/** Redacts every text inside a value, however deep. */
export interface DeepRedactor {
  /** The value without secrets; the same object when there was none in it. */
  redact<T>(value: T): T;
}

/**
 * Texts are remembered, because a conversation is sent again with every turn: each distinct text is searched once.
 * A text that is itself JSON (tool arguments, structured answers) is searched value by value as well, since a secret
 * with a line break or a quote in it is spelt differently there.
 */
export function createDeepRedactor(redactor: Redactor): DeepRedactor {
  const known = new Map<string, string>();

  function redactText(text: string): string {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const redacted = redactor.redact(redactInsideJson(text)).text;
    known.set(text, redacted);
    known.set(redacted, redacted);
    return redacted;
  }

  function redactInsideJson(text: string): string {
    const value = parseStructure(text);
    if (value === null) return text;
    const redacted = redactValue(value, noFields);
    return redacted === value ? text : JSON.stringify(redacted);
  }

  function redactValue(value: unknown, verbatim: ReadonlySet<string>): unknown {
    if (typeof value === "string") return redactText(value);
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => redactValue(item, verbatim));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    let changed = false;
    const fields = Object.entries(value).map(([key, field]: [string, unknown]) => {
      const redacted = verbatim.has(key) && typeof field === "string" ? field : redactValue(field, verbatim);
      changed ||= redacted !== field;
      return [key, redacted] as const;
    });
    return changed ? Object.fromEntries(fields) : value;
  }

  function redact<T>(value: T): T;
  function redact(value: unknown): unknown {
    return redactValue(value, verbatimFields);
  }
  return { redact };
}

/** The object or array that `text` spells; `null` for any other text. */
function parseStructure(text: string): object | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
