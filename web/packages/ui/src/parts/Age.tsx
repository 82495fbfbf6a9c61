import { ageText, exactTime } from './age';
import { useClock } from './useNow';

/** How long ago, in words; the exact time on hover. */
export function Age({ at, className, what }: { at: number; className?: string; what?: string }) {
  const text = useClock((now) => ageText(at, now));
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={`${what ? `${what} ` : ''}${exactTime(at)}`}>
      {text}
    </time>
  );
}
