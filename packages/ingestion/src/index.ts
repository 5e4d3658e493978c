/** Markdown and JSON documents, and the prompt, turned into sections with source spans. */
export {};
