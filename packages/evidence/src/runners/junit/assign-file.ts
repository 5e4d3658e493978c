/** Where a JUnit result says that it comes from. */
export interface JunitPlace {
  /** `file` of the test case, then of the suites around it, innermost first. */
  readonly paths: readonly string[];
  /** Class of the test case, then the names of the suites around it, innermost first. */
  readonly names: readonly string[];
}

export interface AssignedFile {
  readonly file: string;
  /** What the class names below the file: `["TestCart"]` of `tests.test_cart.TestCart`. */
  readonly below: readonly string[];
}

/**
 * Which of the files that were asked for a result belongs to: by a path that the report names, by a class or suite that
 * is called like the file, or because there is but one. `null` when none of these tells.
 */
export function assignFile({ paths, names }: JunitPlace, files: readonly string[]): AssignedFile | null {
  for (const path of [...paths, ...names]) {
    const file = files.find((each) => isPathOf(path, each));
    if (file !== undefined) return { file, below: [] };
  }
  const [named] = names
    .flatMap((name) => files.flatMap((file) => matchName(name, file) ?? []))
    .toSorted((a, b) => b.length - a.length);
  if (named !== undefined) return named;
  const [only] = files;
  return only !== undefined && files.length === 1 ? { file: only, below: [] } : null;
}

function isPathOf(path: string, file: string): boolean {
  const plain = path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  return plain === file || plain.endsWith(`/${file}`);
}

/**
 * `tests.test_cart.TestCart` and `com.acme.CartTest$Inner` against the words of a file's path. The more of them a name
 * holds, the surer it is.
 */
function matchName(name: string, file: string): (AssignedFile & { readonly length: number }) | null {
  const words = name.split(/[.\\/$]|::/).filter((word) => word !== "");
  const path = file.replace(/\.\w+$/, "").split("/");
  for (let length = Math.min(path.length, words.length); length > 0; length -= 1) {
    const tail = path.slice(-length).join("/");
    for (let start = 0; start + length <= words.length; start += 1) {
      if (words.slice(start, start + length).join("/") === tail)
        return { file, below: below(words.slice(start + length), file), length };
    }
  }
  return null;
}

/** `test/a.bats` as a class leaves the extension over. */
function below(words: readonly string[], file: string): readonly string[] {
  return file.endsWith(`.${words[0] ?? ""}`) ? words.slice(1) : words;
}
