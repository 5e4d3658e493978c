/** Text formats that OpenAI's file search reads by their extension. */
const readable = new Set(
  "c cpp cs css go html java js json md php py rb sh tex ts txt"
    .split(" ")
    .map((extension) => `.${extension}`),
);

/** The name under which a file is uploaded: its path without separators, as `.txt` where the format is unknown there. */
export function searchFileName(path: string): string {
  const name = path.replaceAll("/", "__");
  const extension = /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? "";
  return readable.has(extension) ? name : `${name}.txt`;
}
