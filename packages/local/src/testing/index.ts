// A small project with the whole conversation that changes it, written by hand: for tests of programs that run personas.
export {
  answersWith,
  bodies,
  coded,
  documented,
  requirements,
  tested,
  writeGreet,
  writeTests,
} from "./greeting-answers.ts";
export { plan, writeGreetingProject } from "./greeting-project.ts";
export { listTree } from "./list-tree.ts";
