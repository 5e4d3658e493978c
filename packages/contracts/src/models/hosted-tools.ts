/** Tools that run at the provider. `null` or false: not offered. */
export interface HostedTools {
  readonly codeInterpreter: boolean;
  readonly webSearch: boolean;
  /** The vector store to search. */
  readonly fileSearch: { readonly vectorStoreId: string } | null;
}

export const noHostedTools: HostedTools = { codeInterpreter: false, webSearch: false, fileSearch: null };
