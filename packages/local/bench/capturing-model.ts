import type { Model, ModelRequest } from "@kimi/contracts";

/** A model that takes a request and gives no answer. */
export class CapturingModel implements Model {
  request: ModelRequest | null = null;

  getResponse(request: ModelRequest): Promise<never> {
    this.request = request;
    return Promise.reject(new Error("The request is all that is wanted."));
  }

  getStreamedResponse(): never {
    throw new Error("Nothing is streamed here.");
  }
}
