// Doubles of a model endpoint: a loopback server for wire tests, and a gateway that a function answers.
export { callTool, refuse, say, submit } from "./answer-items.ts";
export { handwriteRecording, type HandwrittenAnswers } from "./handwrite-recording.ts";
export {
  createScriptedGateway,
  type ModelScript,
  type ScriptedGatewayOptions,
  type ScriptedOutput,
} from "./create-scripted-gateway.ts";
export {
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
  type ModelServerScript,
} from "./start-model-server.ts";
export type { ServedRequest } from "./served-request.ts";
export type { HeldFile, HeldUploads } from "./create-uploads-endpoint.ts";
export {
  answer,
  cut,
  drop,
  failed,
  httpError,
  incomplete,
  outOfQuota,
  raw,
  sampleUsage,
  stall,
  type ScriptedReply,
  type ServerReply,
} from "./server-reply.ts";
