import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { put, scratch } from "../support/scratch.ts";

/** Where people's secrets lie, below HOME. */
const secrets = [
  ..."ssh/id_ed25519 ssh/config aws/credentials azure/accessTokens.json kube/config docker/config.json netrc npmrc".split(
    " ",
  ),
  ..."pypirc git-credentials gnupg/private-keys-v1.d/k cargo/credentials.toml m2/settings.xml gradle/gradle.properties".split(
    " ",
  ),
  ..."config/gcloud/credentials.db config/gh/hosts.yml config/git/credentials config/pip/pip.conf bash_history".split(
    " ",
  ),
  ..."local/share/keyrings/login.keyring local/share/uv/credentials/credentials.toml kimi_agent/store.sqlite".split(
    " ",
  ),
  ..."terraform.d/credentials.tfrc.json composer/auth.json nuget/NuGet.Config mozilla/firefox/logins.json".split(
    " ",
  ),
].map((path) => `.${path}`);

/** Settings with a token, within toolchains that are shown. */
const tokensInTools = [".nvm/versions/node/v99.0.0/etc/npmrc", ".pyenv/versions/3.99/pip.conf"];

const caches = {
  GOMODCACHE: "go/pkg/mod/example.org/dep@v1.0.0/dep.go",
  CARGO_HOME: ".cargo/registry/index/x",
  GRADLE_RO_DEP_CACHE: ".gradle/caches/modules-2/files-2.1/x",
  PLAYWRIGHT_BROWSERS_PATH: ".cache/ms-playwright/chromium/x",
};

/** A HOME full of secrets and tools, with a project in it and our store. */
async function fullHome() {
  const home = join(scratch(), "user");
  const target = join(home, "work/project");
  for (const path of secrets) put(home, path, "PLANTED\n", 0o600);
  for (const path of tokensInTools) put(home, path, "//registry.example.org/:_authToken=PLANTED\n");
  for (const path of Object.values(caches)) put(home, path, "downloaded\n");
  put(home, "work/other/secret.txt", "PLANTED\n");
  put(target, "file.txt");
  const tool = (path: string): void => put(home, path, `#!/bin/sh\necho ran $0\n`, 0o755);
  tool(".nvm/versions/node/v99.0.0/bin/nvm-tool");
  tool(".pyenv/versions/3.99/bin/pyenv-tool");
  tool(".cargo/bin/cargo-tool");
  tool(".local/bin/own-tool");
  tool(".local/share/uv/tools/x/bin/uv-tool");
  tool("opt/linked/bin/mvn");
  symlinkSync("../../opt/linked/bin/mvn", join(home, ".local/bin/mvn"));
  put(home, "opt/linked/lib/part", "a part of it\n");
  const folders = [".nvm/versions/node/v99.0.0/bin", ".pyenv/versions/3.99/bin", ".cargo/bin", ".local/bin"];
  folders.push(".local/share/uv/tools/x/bin");
  const path = [...folders.map((folder) => join(home, folder)), home, "/", process.env["PATH"]].join(":");
  const manager = createSandboxManager({
    home: join(home, ".kimi_agent"),
    environment: { PATH: path, HOME: home, SSH_AUTH_SOCK: "/tmp/agent", AWS_SECRET_ACCESS_KEY: "PLANTED" },
  });
  const { id } = await manager.snapshot(target);
  const open = () =>
    manager.openWorkingTree({ runId: "run", snapshotId: id, targetPath: target, kind: "private" });
  return { home, target, open };
}

const sh = (script: string): readonly [string, ...string[]] => ["/bin/sh", "-c", script];

describe("of the user's home folder, a command in bubblewrap", () => {
  it("finds no secret: not by its path, not by looking through all that is there, not in its environment", async () => {
    const { home, open } = await fullHome();
    await using tree = await open();
    const paths = [...secrets, "work/other/secret.txt"].map((path) => join(home, path));
    const script = `cat ${paths.join(" ")} 2>/dev/null; grep -rs PLANTED ${home} /etc /run; env | grep -e PLANTED -e SSH_; true`;
    const { stdout, exitCode } = await tree.commands.run({ argv: sh(script) });
    expect({ stdout: stdout.text, exitCode }).toEqual({ stdout: "", exitCode: 0 });
  });

  it("sees the folders that lead to its tree and to its tools, and nothing beside them", async () => {
    const { home, open } = await fullHome();
    await using tree = await open();
    const { stdout } = await tree.commands.run({
      argv: sh(`cd ${home} && ls -A . work .cargo .local .gradle .cache`),
    });
    expect(stdout.text.replaceAll(/\n+/g, " ").trim()).toBe(
      ".: .cache .cargo .gradle .local .nvm .pyenv go opt work .cache: ms-playwright .cargo: bin registry .gradle: caches .local: bin share work: project",
    );
  });

  it("runs tools of version managers, of cargo, of its own, and one that a link on PATH leads to, and changes none", async () => {
    const { home, open } = await fullHome();
    await using tree = await open();
    const tools = "nvm-tool pyenv-tool cargo-tool own-tool uv-tool mvn";
    const attack = `for tool in ${tools}; do echo x >> "$(command -v $tool)"; rm -f "$(command -v $tool)"; done 2>/dev/null
      touch ${home}/.nvm/x ${home}/.local/bin/x ${home}/x 2>/dev/null; mkdir ${home}/.ssh 2>/dev/null`;
    const script = `${attack}; for tool in ${tools}; do $tool; done; cat ${home}/opt/linked/lib/part`;
    const { stdout, stderr } = await tree.commands.run({ argv: sh(script) });
    expect(stderr.text).toBe("");
    expect(stdout.text.split("\n").map((line) => line.split("/").at(-1))).toEqual([
      ...tools.split(" "),
      "a part of it",
      "",
    ]);
    expect(existsSync(join(home, ".nvm/x")) || existsSync(join(home, ".local/bin/x"))).toBe(false);
  });

  it("reads what package managers have downloaded, is told where, and cannot write there", async () => {
    const { home, open } = await fullHome();
    await using tree = await open();
    const files = Object.values(caches).map((path) => join(home, path));
    const writes = files
      .map((file) => `echo x >> ${file}; touch ${dirname(file)}/x; rm -f ${file};`)
      .join(" ");
    const names = Object.keys(caches);
    const script = `{ ${writes} } 2>/dev/null; cat ${files.join(" ")}; for name in ${names.join(" ")}; do eval echo \\$$name; done`;
    const { stdout } = await tree.commands.run({ argv: sh(script) });
    expect(stdout.text.split("\n")).toEqual([
      ...files.map(() => "downloaded"),
      ...["go/pkg/mod", ".cargo", ".gradle/caches", ".cache/ms-playwright"].map((path) => join(home, path)),
      "",
    ]);
    expect(files.map((file) => readdirSync(dirname(file)).length)).toEqual(files.map(() => 1));
    // With network a tool may have to add to its cache, and has one of its own.
    const { stdout: online } = await tree.commands.run({
      argv: sh("echo $GOMODCACHE$CARGO_HOME"),
      network: "host",
    });
    expect(online.text).toBe("\n");
  });

  it("sees no store of ours where PATH leads to a folder that holds it", async () => {
    const home = scratch();
    const target = join(home, "project");
    const tools = join(home, "tools/bin");
    put(target, "file.txt");
    put(tools, "own-tool", "#!/bin/sh\necho ran\n");
    chmodSync(join(tools, "own-tool"), 0o755);
    mkdirSync(join(tools, "kimi"));
    const environment = { PATH: `${tools}:${process.env["PATH"] ?? ""}`, HOME: home };
    const manager = createSandboxManager({ home: join(tools, "kimi"), environment });
    const { id } = await manager.snapshot(target);
    const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
    await using tree = await manager.openWorkingTree(request);
    const { stdout } = await tree.commands.run({
      argv: sh(`ls -A ${tools} ${join(tools, "kimi")}; echo looked`),
    });
    expect(stdout.text).toBe("looked\n");
  });
});
