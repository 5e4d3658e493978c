/** Whether a test is called like its file: that is how runners report a file that went wrong as a whole, or held no test. */
export function namesFile(name: string, file: string): boolean {
  const path = name.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  return path === file || path.endsWith(`/${file}`);
}
