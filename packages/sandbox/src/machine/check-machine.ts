import { statfsSync } from "node:fs";
import { lateChildProcess } from "../builtins/late-child-process.ts";
import { AttributeTool } from "../attributes/attribute-tool.ts";
import { absolutePath } from "../isolation/base-environment.ts";
import { findProgram } from "../isolation/find-program.ts";
import { SandboxManager } from "../sandbox-manager.ts";
import { checkSpace } from "./check-space.ts";
import { makeHome } from "./make-home.ts";

/** One thing that runs need or profit from. */
export interface MachineCheck {
  readonly name: string;
  /** What is there, for example a version; `null` when nothing is. */
  readonly found: string | null;
  /** What to do about what is missing or scarce; `null` when nothing is. */
  readonly advice: string | null;
  /** Whether runs with default options fail without it. */
  readonly isNeeded: boolean;
}

export interface CheckMachineOptions {
  /** `KIMI_AGENT_HOME`, absolute; made when missing. */
  readonly home: string;
  /** PATH is where programs are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Finds out, by running things, what this machine has of what runs need. */
export async function checkMachine({
  home,
  environment,
}: CheckMachineOptions): Promise<readonly MachineCheck[]> {
  const homeCheck = checkHome(home);
  const programs = [
    checkProgram("git", environment, "install git: without it nothing is known of a project's history"),
    checkProgram("python3", environment, "install Python 3 if your projects use it"),
    checkAttributes(environment),
  ];
  const node = { name: "node", found: process.version, advice: null, isNeeded: true };
  if (homeCheck.advice !== null) return [node, await checkRipgrep(), ...programs, homeCheck];
  const sandbox = await checkSandbox(home, environment);
  return [
    ...sandbox,
    node,
    await checkRipgrep(),
    ...programs,
    homeCheck,
    checkSpace(home, freeBytesAt(home)),
  ];
}

async function checkSandbox(
  home: string,
  environment: CheckMachineOptions["environment"],
): Promise<readonly MachineCheck[]> {
  const { tier, missing, limits, limitsMissing } = await new SandboxManager({ home, environment }).probe(
    "prefer",
  );
  const mechanisms = Object.entries(limits ?? {}).map(([name, found]): MachineCheck => ({
    name: `limit: ${name}`,
    found,
    advice: name === "memory" ? (limitsMissing ?? null) : null,
    isNeeded: false,
  }));
  return [{ name: "sandbox", found: tier, advice: missing, isNeeded: true }, ...mechanisms];
}

async function checkRipgrep(): Promise<MachineCheck> {
  const check = { name: "ripgrep", isNeeded: true };
  try {
    const { findRipgrep } = await import("../files/ripgrep.ts");
    const version = versionOf(await findRipgrep());
    if (version !== null) return { ...check, found: version, advice: null };
    return {
      ...check,
      found: null,
      advice: "ripgrep is installed but does not start: install the packages again",
    };
  } catch (error) {
    return { ...check, found: null, advice: error instanceof Error ? error.message : String(error) };
  }
}

/** Reading needs one program and writing another, of one package. */
function checkAttributes(environment: CheckMachineOptions["environment"]): MachineCheck {
  const path = environment["PATH"] ?? "";
  const reader = AttributeTool.find(path) === null ? null : findProgram("getfattr", absolutePath(path));
  const found = reader === null ? null : versionOf(reader);
  const how =
    process.platform === "linux"
      ? "install getfattr and setfattr (Debian: apt-get install attr)"
      : "on this system nothing helps";
  const advice = `${how}: without them, access control lists and other extended attributes are not recorded, and a file that a run rewrites loses them`;
  return { name: "extended attributes", found, advice: found === null ? advice : null, isNeeded: false };
}

function checkProgram(
  name: string,
  environment: CheckMachineOptions["environment"],
  advice: string,
): MachineCheck {
  const program = findProgram(name, absolutePath(environment["PATH"]));
  const found = program === null ? null : versionOf(program);
  return { name, found, advice: found === null ? advice : null, isNeeded: false };
}

function versionOf(program: string): string | null {
  const { status, stdout } = lateChildProcess().spawnSync(program, ["--version"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  return status === 0 ? (stdout.split("\n")[0] ?? null) : null;
}

function checkHome(home: string): MachineCheck {
  const check = { name: "home folder", found: home, isNeeded: true };
  try {
    makeHome(home);
    return { ...check, advice: null };
  } catch (error) {
    return { ...check, advice: error instanceof Error ? error.message : String(error) };
  }
}

function freeBytesAt(home: string): number {
  const { bavail, bsize } = statfsSync(home);
  return bavail * bsize;
}
