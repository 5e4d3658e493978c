/** What replaces yargs' own messages where those speak of its inner parts. */
export const usageMessages = {
  "Did you mean %s?": "There is no such command. Did you mean %s?",
  "Invalid values:": "There is no such choice.",
  "Argument: %s, Given: %s, Choices: %s": "--%s was given %s; it takes one of %s",
  "Not enough non-option arguments: got %s, need at least %s": {
    one: "An argument is missing: %s given, %s needed.",
    other: "An argument is missing: %s given, %s needed.",
  },
  "Not enough arguments following: %s": "Nothing follows --%s, which takes a value.",
};

declare module "yargs" {
  // The declarations are older than the library.
  interface Argv {
    updateStrings(
      strings: Readonly<Record<string, string | { readonly one: string; readonly other: string }>>,
    ): this;
    usageConfiguration(configuration: { readonly "hide-types": boolean }): this;
  }
}
