import { ageText, exactTime } from './age';
import { useNow } from './useNow';

/** How long ago, in words; the exact time on hover. */
export function Age({ at, className, what }: { at: number; className?: string; what?: string }) {
  const now = useNow();
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={`${what ? `${what} ` : ''}${exactTime(at)}`}>
      {ageText(at, now)}
    </time>
  );
}
