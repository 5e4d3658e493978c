import type { ModelRequest } from "@kimi/contracts";
import type { DeepRedactor } from "../redaction/redact-deeply.ts";

/** The request as it may leave: no secret in its instructions, items, tool descriptions or settings. */
export function redactRequest(request: ModelRequest, redactor: DeepRedactor): ModelRequest {
  return {
    ...request,
    ...(request.systemInstructions === undefined
      ? {}
      : { systemInstructions: redactor.redact(request.systemInstructions) }),
    input: redactor.redact(request.input),
    tools: redactor.redact(request.tools),
    handoffs: redactor.redact(request.handoffs),
    outputType: redactor.redact(request.outputType),
    modelSettings: redactor.redact(request.modelSettings),
  };
}
