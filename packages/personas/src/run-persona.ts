import {
  KimiError,
  type AgentConfig,
  type AgentInputItem,
  type PersonaContext,
  type PersonaResult,
} from "@kimi/contracts";
import { collectCitations } from "./conversation/collect-citations.ts";
import { Conversation } from "./conversation/conversation.ts";
import { composeInput } from "./input/compose-input.ts";
import { composeInstructions } from "./input/compose-instructions.ts";
import { judgeOutput } from "./output/judge-output.ts";
import type { RunnablePersona } from "./runnable-persona.ts";

/**
 * One attempt of a persona: the model works with its tools until it hands in a result; a result that does not fit the
 * schema, or that the review finds fault with, goes back with the reasons, `maxRepairs` times in all.
 * @throws KimiError `persona-malformed`, `persona-refused`, `persona-stuck`, `budget` (turns), and whatever the model throws.
 */
export async function runPersona<Output>(
  persona: RunnablePersona<Output>,
  context: PersonaContext<Output>,
): Promise<PersonaResult<Output>> {
  const { config, outputSchema } = persona;
  const conversation = await Conversation.open(persona, composeInstructions(config, context), context);
  let input = await composeInput(persona, context);
  for (let repair = 1; ; repair += 1) {
    const { text, history } = await conversation.continueFrom(input);
    const judgement = await judgeOutput(text, outputSchema, (output) => context.review(output));
    const { problems } = judgement;
    if (judgement.kind === "reviewed" && (problems.length === 0 || repair > config.maxRepairs)) {
      return {
        output: judgement.output,
        unresolved: problems,
        citations: collectCitations(conversation.answers),
      };
    }
    if (repair > config.maxRepairs) throw malformed(config, problems, text);
    context.emit({
      type: "output-repaired",
      stage: config.name,
      attempt: context.attempt,
      repair,
      problems: [...problems],
    });
    input = [...history, askForRepair(problems, context)];
  }
}

function askForRepair(
  problems: readonly string[],
  { capabilities }: Pick<PersonaContext, "capabilities">,
): AgentInputItem {
  const list = problems.map((problem) => `- ${problem}`).join("\n");
  const how = capabilities.outputSchemaWithTools ? "" : " through submit_result";
  return {
    role: "user",
    content: `The result cannot be accepted:\n${list}\nMend this and hand in the whole result again${how}.`,
  };
}

function malformed({ name, maxRepairs }: AgentConfig, problems: readonly string[], text: string): KimiError {
  const excerpt = text.length <= 500 ? text : `${text.slice(0, 500)}…`;
  return new KimiError(
    "persona-malformed",
    `The result of ${name} does not fit its schema after ${maxRepairs} repairs: ${problems.join(" ")} A stronger model (--model) may do better.`,
    { details: { problems: [...problems], excerpt } },
  );
}
