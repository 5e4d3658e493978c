import { describe, expect, it } from "vitest";
import { installCommand } from "../../src/install/install-command.ts";
import { readDependencies } from "../../src/install/read-dependencies.ts";

describe("readDependencies", () => {
  it("reads every kind of dependency of a package.json", () => {
    const manifest = {
      dependencies: { a: "1" },
      devDependencies: { b: "^2" },
      optionalDependencies: { c: "*" },
      scripts: {},
    };
    expect([...readDependencies("package.json", JSON.stringify(manifest))]).toEqual(["a@1", "b@^2", "c@*"]);
  });

  it("finds none in a manifest that is no JSON or has another shape", () => {
    expect(readDependencies("package.json", "{").size).toBe(0);
    expect(readDependencies("package.json", '{"dependencies":[1]}').size).toBe(0);
  });

  it("reads requirements files without comments, options and empty lines", () => {
    const text = "# web\nfastapi>=0.92\n\nhttpx==0.23 # client\n-r other.txt\nuvicorn[standard]\n";
    expect([...readDependencies("requirements.txt", text)]).toEqual([
      "fastapi>=0.92",
      "httpx==0.23",
      "uvicorn[standard]",
    ]);
  });

  it("reads the dependency list of a pyproject.toml, extras included, on one line or many", () => {
    const many = '[project]\nname = "x"\ndependencies = [\n  "fastapi>=0.92",\n  "uvicorn[standard]",\n]\n';
    expect([...readDependencies("pyproject.toml", many)]).toEqual(["fastapi>=0.92", "uvicorn[standard]"]);
    expect([...readDependencies("pyproject.toml", "dependencies = ['httpx']")]).toEqual(["httpx"]);
  });
});

describe("installCommand", () => {
  it("takes the package manager whose lock file is there, and never runs install scripts", () => {
    expect(installCommand("package.json", new Set()).argv[0]).toBe("npm");
    expect(installCommand("package.json", new Set(["pnpm-lock.yaml"])).argv[0]).toBe("pnpm");
    expect(installCommand("package.json", new Set(["yarn.lock"])).argv[0]).toBe("yarn");
    expect(installCommand("web/package.json", new Set())).toMatchObject({
      workingDirectory: "web",
      folder: "web/node_modules",
    });
    expect(installCommand("package.json", new Set()).argv).toContain("--ignore-scripts");
  });

  it("installs Python packages into a virtual environment of the project", () => {
    const command = installCommand("api/requirements.txt", new Set());
    expect(command).toMatchObject({ workingDirectory: "api", folder: "api/.venv" });
    expect(command.argv.at(-1)).toContain("-r requirements.txt");
  });
});
