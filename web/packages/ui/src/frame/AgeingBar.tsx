import { Icon } from '../parts/Icon';
import { ageText } from '../parts/age';
import { useNow } from '../parts/useNow';

/** A lost connection shows: what is on the page is as old as this bar says. */
export function AgeingBar({ lostAt, server }: { lostAt: number | undefined; server: string }) {
  return (
    <div className="ageing" role="status" aria-live="polite">
      {lostAt !== undefined && <Lost at={lostAt} server={server} />}
    </div>
  );
}

function Lost({ at, server }: { at: number; server: string }) {
  const now = useNow();
  if (now - at < 1500) return null;
  return (
    <div className="ageing-bar">
      <Icon name="offline" size={16} />
      <span>
        {server} does not answer. What you see was true <b>{ageText(at, now)}</b>; reconnecting by itself.
      </span>
    </div>
  );
}
