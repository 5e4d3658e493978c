/** A member of an object or an element of an array, with the places of its parts. */
export interface JsonMember {
  /** JSON pointer (RFC 6901); empty for the whole document. */
  readonly pointer: string;
  readonly kind: "object" | "array" | "scalar";
  /** Offset of its key, or of its value where it has none. */
  readonly startOffset: number;
  /** End of its value, exclusive. */
  endOffset: number;
  readonly children: JsonMember[];
}
