// Ways to a model: a live endpoint, or a recording.
export {
  createModelGateway,
  type ModelGatewayLimits,
  type ModelGatewayOptions,
} from "./create-model-gateway.ts";
export { loadAgentsSdk, type AgentsSdk } from "./endpoint/load-agents-sdk.ts";
export { createResumingGateway } from "./recording/create-resuming-gateway.ts";
export {
  createRecordingGateway,
  type RecordingGateway,
  type RecordingGatewayOptions,
} from "./recording/create-recording-gateway.ts";
export type { Divergence } from "./recording/divergence.ts";
export { parseRecording } from "./recording/parse-recording.ts";
export { renderRecording } from "./recording/render-recording.ts";
export { toRecording } from "./recording/to-recording.ts";
export type { Sleep } from "./transport/retry-call.ts";
