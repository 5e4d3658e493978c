import {
  KimiError,
  noTokens,
  type AgentOutputItem,
  type CallPosition,
  type ModelCallRequest,
  type ModelCapabilities,
  type ModelGateway,
  type Redactor,
  type TokenUsage,
} from "@kimi/contracts";
import { toJsonValue } from "../calls/canonical-json.ts";
import { createObservedModel } from "../calls/observed-model.ts";
import { everyCapability } from "../endpoint/endpoint-capabilities.ts";
import { resolveModelAlias } from "../endpoint/model-aliases.ts";
import { withCallIds } from "./answer-items.ts";

/** What a scripted model answers: one item or several. Throwing fails the call as a live endpoint would. */
export type ScriptedOutput = AgentOutputItem | readonly AgentOutputItem[];

/** Plays the model. Gets what is recorded of the request, `body` included. */
export type ModelScript = (
  position: CallPosition,
  request: ModelCallRequest,
) => ScriptedOutput | Promise<ScriptedOutput>;

/** Options of {@link createScriptedGateway}. */
export interface ScriptedGatewayOptions {
  /** Deviations from an endpoint that can do everything. */
  readonly capabilities?: Partial<ModelCapabilities>;
  /** Told for every answer. @default no tokens */
  readonly usage?: TokenUsage;
  /** Told for every answer. @default null */
  readonly costUsd?: number | null;
  /** @default one that changes nothing */
  readonly redactor?: Redactor;
}

/** A gateway without endpoint: `script` answers each call, the observer sees the same as with a live one. */
export function createScriptedGateway(
  script: ModelScript,
  { capabilities, usage = noTokens, costUsd = null, redactor = openDoor }: ScriptedGatewayOptions = {},
): ModelGateway {
  return {
    endpoint: "script",
    api: "recording",
    capabilities: { ...everyCapability, ...capabilities },
    resolveModel: resolveModelAlias,
    open: (opened) =>
      createObservedModel({
        opened,
        model: resolveModelAlias(opened.model),
        redactor,
        ask: async ({ recorded, request }) => {
          if (request.signal?.aborted === true) throw new KimiError("cancelled", "The call was cancelled.");
          const { stage, attempt, turn } = recorded.position;
          const items = [await script(recorded.position, recorded)].flat();
          const output = withCallIds(items, `call_${stage}_${attempt}_${turn}`);
          return { responseId: null, output: output.map((item) => toJsonValue(item)), usage, costUsd };
        },
      }),
    estimateCostUsd: () => 0,
    uploadForSearch: () =>
      Promise.resolve({ vectorStoreId: "vs_script", [Symbol.asyncDispose]: () => Promise.resolve() }),
    deleteUpload: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const openDoor: Redactor = {
  redact: (text) => ({ text, findings: [] }),
  reveal: (text) => text,
};
