/** Text with `code` in it. */
export function Prose({ text }: { text: string }) {
  const parts = [...text.matchAll(/`[^`]+`|[^`]+|`/g)];
  return <>{parts.map(({ 0: part, index }) => (part.length > 1 && part.startsWith('`') ? <code key={index}>{part.slice(1, -1)}</code> : part))}</>;
}
