/** The address under which a file is shared with whoever knows the token. */
export function shareLink(file, token) {
  return `https://share.example/${encodeURIComponent(file)}?token=${encodeURIComponent(token)}`;
}
