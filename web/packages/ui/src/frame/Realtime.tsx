/** The dot that says whether this page follows live. */
export function RealtimeDot({ connected }: { connected: boolean }) {
  return (
    <span className="realtime" data-connected={connected} role="status">
      <i aria-hidden />
      <span>{connected ? 'Live updates' : 'Reconnecting'}</span>
    </span>
  );
}
