import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Launch } from "../isolation/isolation.ts";
import { inheritedDescriptors } from "./inherited-descriptors.ts";

/** Starts a launch in a session of its own, with its output in pipes and no descriptor of ours but those it asks for. */
export function startProcess({ program, args, cwd, env, infoDescriptor, filterFile }: Launch): ChildProcess {
  const opened: number[] = [];
  const open = (path: string): number => {
    const descriptor = openSync(path, "r");
    opened.push(descriptor);
    return descriptor;
  };
  try {
    const info = infoDescriptor === undefined ? "ignore" : "pipe";
    const filter = filterFile === undefined ? "ignore" : open(filterFile);
    const stdio: Exclude<StdioOptions, string> = ["ignore", "pipe", "pipe", info, filter];
    // One that is left out is passed on: it is covered by something that leads nowhere.
    const covered = inheritedDescriptors().filter((descriptor) => descriptor >= stdio.length);
    for (const descriptor of covered) {
      while (stdio.length < descriptor) stdio.push("ignore");
      stdio.push(open("/dev/null"));
    }
    return spawn(program, args, { cwd, env, stdio, detached: true });
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}
