/** Until the next picture: "now", "in 25s", "in 9m"; "none" when none is due. */
export function dueText(due: number, now: number): string {
  if (due === 0) return 'none';
  const seconds = Math.ceil((due - now) / 1000);
  if (seconds <= 0) return 'now';
  return seconds < 90 ? `in ${seconds}s` : `in ${Math.round(seconds / 60)}m`;
}
