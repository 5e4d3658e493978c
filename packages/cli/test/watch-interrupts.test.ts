import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { watchInterrupts } from "../src/watch-interrupts.ts";

it("aborts on the first interrupt and ends the process on the second", () => {
  const exits: number[] = [];
  const source = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) });
  const signal = watchInterrupts(source);
  expect(signal.aborted).toBe(false);
  source.emit("SIGINT");
  expect(signal.aborted).toBe(true);
  expect(exits).toEqual([]);
  source.emit("SIGTERM");
  expect(exits).toEqual([130]);
});
