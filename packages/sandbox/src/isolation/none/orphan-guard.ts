import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";

/**
 * Reads `+ <marker>`, `= <marker> <pid>` and `- <marker>` until whoever writes is gone, and then ends what is left:
 * by marker where processes can be asked for their environment, else by group.
 */
const script = `
trap '' HUP INT TERM
left=
while read -r sign marker pid; do
  kept=
  for one in $left; do case $one in "$marker":*) ;; *) kept="$kept $one" ;; esac; done
  left=$kept
  if [ "$sign" != - ]; then left="$left $marker:$pid"; fi
done
for round in 1 2 3 4 5; do
  for one in $left; do
    if [ -r /proc/self/environ ]; then
      for file in $(grep -laF -e "\${one%%:*}" /proc/[0-9]*/environ 2>/dev/null); do
        file=\${file#/proc/}
        kill -KILL "\${file%/environ}" 2>/dev/null
      done
    else
      kill -KILL -- "-\${one##*:}" 2>/dev/null
    fi
  done
done
`;

/** A helper process that ends unconfined commands when this process dies, however it dies. One serves all of them. */
export class OrphanGuard {
  #helper: ChildProcess | null = null;

  /** Guards a command that is about to start; `marker` is in its environment and holds neither blanks nor colons. */
  watch(marker: string): void {
    this.#tell(`+ ${marker}`);
  }

  /** Its first process, which leads a group. */
  started(marker: string, pid: number): void {
    this.#tell(`= ${marker} ${pid}`);
  }

  release(marker: string): void {
    this.#tell(`- ${marker}`);
  }

  #tell(line: string): void {
    this.#helper ??= this.#start();
    this.#helper.stdin?.write(`${line}\n`);
  }

  #start(): ChildProcess {
    const helper = spawn("/bin/sh", ["-c", script], {
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: "/usr/bin:/bin" },
      cwd: "/",
      detached: true,
    });
    // Should somebody end it, the next command starts another.
    const lose = (): void => {
      if (this.#helper === helper) this.#helper = null;
    };
    void once(helper, "exit").then(lose, lose);
    helper.stdin?.on("error", lose);
    helper.unref();
    if (helper.stdin instanceof Socket) helper.stdin.unref();
    return helper;
  }
}
