import { describe, expect, it } from "vitest";
import { selectSecretVariables } from "../../src/secrets/select-secret-variables.ts";

const selected = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  selectSecretVariables(environment, 8).map(({ name, value }) => `${name}=${value}`);

describe("selectSecretVariables", () => {
  it("selects by name, sorted", () => {
    const environment = {
      PGPASSWORD: "horse battery",
      GITHUB_TOKEN: "a1b2c3d4e5",
      STRIPE_KEY: "a1b2c3d4e5",
      AWS_ACCESS_KEY_ID: "a1b2c3d4e5",
      NPM_AUTH: "a1b2c3d4e5",
      API_SECRET_V2: "a1b2c3d4e5",
      HOSTNAME: "a1b2c3d4e5",
      AUTHOR: "a1b2c3d4e5",
      MISSING_TOKEN: undefined,
    };
    expect(selected(environment).map((text) => text.split("=")[0])).toEqual([
      "API_SECRET_V2",
      "AWS_ACCESS_KEY_ID",
      "GITHUB_TOKEN",
      "NPM_AUTH",
      "PGPASSWORD",
      "STRIPE_KEY",
    ]);
  });

  it("leaves out values that are no secret", () => {
    const environment = {
      A_TOKEN: "short12",
      B_TOKEN: "production",
      C_TOKEN: "12345678",
      D_TOKEN: "--------",
      SSH_AUTH_SOCK: "/tmp/ssh-abc/agent.1234",
      TOKEN_FILE: "./secrets/token.txt",
      PRIVATE_KEY: "C:\\keys\\deploy.pem",
      SECRET_BACKEND: "keychain-store",
      AUTH_URL: "https://auth.internal.example/",
      PWD: "/home/me/project",
    };
    expect(selected(environment)).toEqual([]);
  });

  it("takes a value that begins with a slash for a secret when its parts look random", () => {
    const value = `/${"aB3".repeat(13)}`;
    expect(selected({ AWS_SECRET: value })).toEqual([`AWS_SECRET=${value}`]);
  });

  it("takes the password out of any variable that holds a URL with one", () => {
    expect(
      selected({ DATABASE_URL: "postgres://app:Tr0ub4dor-3@db:5432/app", PROXY: "http://proxy:8080" }),
    ).toEqual(["DATABASE_URL=Tr0ub4dor-3"]);
  });

  it("leaves white space around a value out", () => {
    expect(selected({ A_TOKEN: " a1b2c3d4e5\n" })).toEqual(["A_TOKEN=a1b2c3d4e5"]);
  });
});
