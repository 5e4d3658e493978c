import { KimiError } from "@kimi/contracts";

/** Where requests go, and in which of the two APIs. */
export interface Endpoint {
  /** Absolute, without a trailing slash; holds no credentials. */
  readonly baseUrl: string;
  readonly api: "responses" | "chat-completions";
  /** Whether OpenAI itself answers there. */
  readonly official: boolean;
  /** `null`: no key is sent. */
  readonly apiKey: string | null;
}

/** What the user configured. */
export interface EndpointChoice {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly api?: Endpoint["api"] | undefined;
}

const officialBaseUrl = "https://api.openai.com/v1";

/**
 * The endpoint that a configuration means: OpenAI's Responses API without a base URL, Chat Completions at any other one
 * unless `api` says otherwise.
 * @throws KimiError `usage` for a base URL that is none, or one that holds credentials; for OpenAI without a key.
 */
export function resolveEndpoint({ apiKey, baseUrl, api }: EndpointChoice): Endpoint {
  const url = parseBaseUrl(baseUrl ?? officialBaseUrl);
  const official = url.hostname === "api.openai.com" || url.hostname.endsWith(".api.openai.com");
  const key = apiKey?.trim() ?? "";
  if (official && key === "") {
    throw new KimiError(
      "usage",
      "No API key for OpenAI. Set OPENAI_API_KEY, or name a local server with --base-url and --model.",
    );
  }
  return {
    baseUrl: url.href.replace(/\/+$/, ""),
    api: api ?? (official ? "responses" : "chat-completions"),
    official,
    apiKey: key === "" ? null : key,
  };
}

function parseBaseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new KimiError(
      "usage",
      `The base URL ${JSON.stringify(text)} is no http or https address. Expected one like http://localhost:11434/v1.`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    // The text is not repeated: what follows the host may be the secret itself.
    throw new KimiError(
      "usage",
      `The base URL for ${url.host} holds credentials, a query or a fragment. Give the address alone, and the key in OPENAI_API_KEY.`,
    );
  }
  return url;
}
