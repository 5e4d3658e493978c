import { Writable } from "node:stream";
import { showControlCharacters } from "./layout/show-control-characters.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The terminal as commands have it: whatever text they write to its streams, nothing in it steers it. What they show
 * comes from documents, models, commands and names of files, and the program itself writes plain text alone.
 */
export function shieldTerminal(terminal: Terminal): Terminal {
  return {
    ...terminal,
    stdout: shieldStream(terminal.stdout),
    stderr: shieldStream(terminal.stderr),
    screen: terminal.stderr,
    get columns() {
      return terminal.columns;
    },
  };
}

/** Hands on at once, so that what is written beside it comes in order. */
function shieldStream(stream: Writable): Writable {
  return new Writable({
    decodeStrings: false,
    write(text: unknown, _encoding, done) {
      stream.write(showControlCharacters(String(text)));
      done();
    },
  });
}
