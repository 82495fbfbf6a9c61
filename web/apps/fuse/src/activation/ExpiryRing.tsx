import { countdownText, useNow } from '@gantry/ui';

const radius = 15;
const length = 2 * Math.PI * radius;

/** The time left of the code, as a ring that drains and as figures. */
export function ExpiryRing({ expiresAt, lifetimeMs }: { expiresAt: number; lifetimeMs: number }) {
  const now = useNow();
  const left = Math.max(0, expiresAt - now);
  const share = lifetimeMs > 0 ? Math.min(1, left / lifetimeMs) : 0;
  return (
    <div className="expiry" role="timer" aria-label="Time left">
      <svg width="36" height="36" viewBox="0 0 36 36" aria-hidden>
        <circle className="expiry-track" cx="18" cy="18" r={radius} />
        <circle
          className="expiry-left"
          cx="18"
          cy="18"
          r={radius}
          strokeDasharray={length}
          strokeDashoffset={length * (1 - share)}
          data-short={left < 60_000 || undefined}
        />
      </svg>
      <span className="figures">{left > 0 ? `Expires in ${countdownText(left)}` : 'Expired'}</span>
    </div>
  );
}
