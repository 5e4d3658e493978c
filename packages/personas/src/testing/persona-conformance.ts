import assert from "node:assert/strict";
import {
  isKimiError,
  type ErrorCode,
  type Model,
  type ModelResponse,
  type Persona,
  type PersonaContext,
} from "@kimi/contracts";
import { createPersonaContext } from "./create-persona-context.ts";

export interface PersonaConformanceOptions {
  /** A fresh persona for each check; `maxRepairs` must be at least 1. */
  createPersona(): Persona;
  /** A result that the persona's schema accepts. */
  readonly validOutput: unknown;
  /** What the persona is run with, where the usual context does not do. @default {} */
  readonly context?: Partial<Pick<PersonaContext, "handoff" | "workspace">>;
}

/** One thing every persona must do; rejects when it does not. */
export interface ConformanceCheck {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * What the pipeline relies on in any persona, for any test runner:
 * `for (const check of personaConformance(options)) test(check.name, () => check.run());`
 */
export function personaConformance(options: PersonaConformanceOptions): readonly ConformanceCheck[] {
  const valid = JSON.stringify(options.validOutput);
  return [
    { name: "accepts a result that fits its schema", run: () => acceptsValidOutput(options, valid) },
    { name: "accepts a result handed in through a tool", run: () => acceptsSubmission(options, valid) },
    {
      name: "asks for a malformed result again, and says so",
      run: () => repairsMalformedOutput(options, valid),
    },
    {
      name: "gives up on a model that never hands in a usable result",
      run: () => givesUpOnMalformedOutput(options),
    },
    {
      name: "returns what the review still finds when the repairs are spent",
      run: () => returnsUnresolved(options, valid),
    },
    { name: "ends with persona-refused when the model refuses", run: () => endsOnRefusal(options) },
    { name: "ends with budget when the turns are used up", run: () => endsOnTurns(options) },
    { name: "passes failures of the model on as they are", run: () => passesFailuresOn(options) },
    { name: "ends with cancelled when the run is aborted", run: () => endsOnAbort(options) },
  ];
}

async function acceptsValidOutput(options: PersonaConformanceOptions, valid: string): Promise<void> {
  const context = createPersonaContext(
    answering(() => say(valid)),
    options.context,
  );
  const { output, unresolved } = await options.createPersona().run(context);
  assert.deepEqual(output, options.validOutput);
  assert.deepEqual(unresolved, []);
}

async function acceptsSubmission(options: PersonaConformanceOptions, valid: string): Promise<void> {
  const model = answering(() => submit(valid));
  const capabilities = { ...createPersonaContext(model).capabilities, outputSchemaWithTools: false };
  const { output } = await options
    .createPersona()
    .run(createPersonaContext(model, { ...options.context, capabilities }));
  assert.deepEqual(output, options.validOutput);
}

async function repairsMalformedOutput(options: PersonaConformanceOptions, valid: string): Promise<void> {
  const persona = options.createPersona();
  const context = createPersonaContext(
    answering((turn) => say(turn === 1 ? '{"unexpected":' : valid)),
    options.context,
  );
  const { output } = await persona.run(context);
  assert.deepEqual(output, options.validOutput);
  const repairs = context.events.filter((event) => event.type === "output-repaired");
  assert.equal(repairs.length, 1);
  assert.equal(repairs[0]?.stage, persona.config.name);
  assert.equal(repairs[0]?.attempt, context.attempt);
}

async function givesUpOnMalformedOutput(options: PersonaConformanceOptions): Promise<void> {
  const persona = options.createPersona();
  let turns = 0;
  const model = answering((turn) => {
    turns = turn;
    return say("no JSON");
  });
  await assertFailure(persona.run(createPersonaContext(model, options.context)), "persona-malformed");
  assert.equal(turns, persona.config.maxRepairs + 1);
}

async function returnsUnresolved(options: PersonaConformanceOptions, valid: string): Promise<void> {
  const context = createPersonaContext(
    answering(() => say(valid)),
    { ...options.context, review: findFault },
  );
  const { unresolved } = await options.createPersona().run(context);
  assert.deepEqual(unresolved, ["Something is missing."]);
}

function findFault(): Promise<readonly string[]> {
  return Promise.resolve(["Something is missing."]);
}

async function endsOnRefusal(options: PersonaConformanceOptions): Promise<void> {
  const refusal = [{ type: "refusal" as const, refusal: "I will not do this." }];
  const model = answering(() => [
    { type: "message", role: "assistant", status: "completed", content: refusal },
  ]);
  const error = await assertFailure(
    options.createPersona().run(createPersonaContext(model, options.context)),
    "persona-refused",
  );
  assert.match(error.message, /I will not do this\./u);
}

async function endsOnTurns(options: PersonaConformanceOptions): Promise<void> {
  const model = answering((turn) => call("no_such_tool", JSON.stringify({ turn }), `call-${turn}`));
  const context = createPersonaContext(model, { ...options.context, maxTurns: 3 });
  await assertFailure(options.createPersona().run(context), "budget");
}

async function passesFailuresOn(options: PersonaConformanceOptions): Promise<void> {
  const failure = new Error("The model broke.");
  const failing = answering(() => {
    throw failure;
  });
  const seen = await failureOf(options.createPersona().run(createPersonaContext(failing, options.context)));
  assert.ok(
    seen === failure || (seen instanceof Error && seen.cause === failure),
    "Expected the failure, or it as the cause.",
  );
}

async function endsOnAbort(options: PersonaConformanceOptions): Promise<void> {
  const controller = new AbortController();
  const model = answering((turn) => {
    controller.abort();
    return call("no_such_tool", JSON.stringify({ turn }), `call-${turn}`);
  });
  const context = createPersonaContext(model, { ...options.context, signal: controller.signal });
  await assertFailure(options.createPersona().run(context), "cancelled");
}

async function assertFailure(run: Promise<unknown>, code: ErrorCode): Promise<Error> {
  const error = await failureOf(run);
  assert.ok(isKimiError(error, code), `Expected a KimiError ${code}, found ${String(error)}.`);
  return error;
}

async function failureOf(run: Promise<unknown>): Promise<unknown> {
  try {
    await run;
  } catch (error) {
    return error;
  }
  return assert.fail("Expected the attempt to fail.");
}

/** A model that answers each turn, counted from 1, with what `answer` gives. */
function answering(answer: (turn: number) => ModelResponse["output"]): Model {
  let turn = 0;
  return {
    getResponse: async () => {
      const { Usage } = await import("@openai/agents");
      turn += 1;
      return { usage: new Usage(), output: answer(turn) };
    },
    getStreamedResponse: () => assert.fail("Expected no streamed request."),
  };
}

function say(text: string): ModelResponse["output"] {
  return [
    { type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text }] },
  ];
}

function submit(text: string): ModelResponse["output"] {
  return call("submit_result", text, "submission");
}

function call(name: string, args: string, callId: string): ModelResponse["output"] {
  return [{ type: "function_call", name, callId, arguments: args, status: "completed" }];
}
