import { Icon, countdownText, useNow } from '@gantry/ui';
import { useWait } from './session';

/** Nothing while one may try; otherwise how long to wait, counting down. */
export function LockedOut() {
  const until = useWait();
  const now = useNow();
  if (until <= now) return null;
  return (
    <div className="locked-out" role="alert">
      <Icon name="waiting" size={22} />
      <div>
        <b>Too many wrong attempts</b>
        <p className="small">
          You can try again in <span className="figures">{countdownText(until - now)}</span>. The wait grows with each one that is wrong.
        </p>
      </div>
    </div>
  );
}

export function useLockedOut(): boolean {
  return useWait() > useNow();
}
