import { KimiError, type Clock, type ModelGateway, type Recording, type Redactor } from "@kimi/contracts";
import { createModelGateway, createRecordingGateway, parseRecording } from "@kimi/models";
import type { LocalOptions } from "./local-options.ts";

/** The recording that the options name; `null` when none is. @throws KimiError `input` when it is not one. */
export function readRecording(options: LocalOptions): Recording | null {
  const { recording } = options;
  if (recording === undefined) return null;
  return "text" in recording ? parseRecording(recording.text, recording.path) : recording;
}

/**
 * The gateway that the options and the environment mean.
 * @throws KimiError `usage` when there is nothing to ask: no recording, no base URL, no key.
 */
export function openModels(
  options: LocalOptions,
  recording: Recording | null,
  ports: { readonly redactor: Redactor; readonly clock: Clock },
): ModelGateway {
  if (options.models !== undefined) return options.models(ports);
  if (recording !== null) {
    const { capabilities } = recording.header;
    return createRecordingGateway(recording, {
      ...ports,
      ...(capabilities === undefined ? {} : { capabilities }),
    });
  }
  const environment = options.environment ?? process.env;
  const apiKey = nonEmpty(options.apiKey) ?? nonEmpty(environment["OPENAI_API_KEY"]);
  const baseUrl = nonEmpty(options.baseUrl) ?? nonEmpty(environment["OPENAI_BASE_URL"]);
  if (apiKey === null && baseUrl === null) {
    throw new KimiError(
      "usage",
      "There is no model to ask: set OPENAI_API_KEY, name a local server with --base-url http://localhost:11434/v1, or replay recorded answers with --replay FILE.",
    );
  }
  const { api, prices = {} } = options;
  return createModelGateway({ apiKey, baseUrl, prices, ...ports, ...(api === undefined ? {} : { api }) });
}

function nonEmpty(value: string | undefined): string | null {
  return value === undefined || value === "" ? null : value;
}
