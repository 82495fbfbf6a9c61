import { Icon } from '../parts/Icon';
import type { Live } from './useLive';

/** What the picture does when it is clicked, in its corner; the click itself belongs to the stage beneath. */
export function StreamChip() {
  return (
    <span className="chip picture-stream" aria-hidden>
      <Icon name="play" size={16} /> Stream
    </span>
  );
}

/** Why the picture is not as the camera sends it; a slow way also loses packets, which is not worth two notes. */
export function QualityNote({ slow, lostPercent }: Pick<Live, 'slow' | 'lostPercent'>) {
  if (slow) {
    return (
      <span className="chip" title="The network to this browser takes less than the camera sends: pictures are left out or made smaller, so that they are not late.">
        <Icon name="warning" size={14} /> Slow connection: fewer pictures
      </span>
    );
  }
  if (lostPercent === 0) return null;
  return (
    <span className="chip" title="The network between the camera and this browser loses part of the video.">
      <Icon name="warning" size={14} /> {lostPercent}% lost
    </span>
  );
}

interface PillProps {
  name: string;
  onClose: () => void;
}

/** `● Live` that turns into `✕ Close` under the pointer or with focus. */
export function LivePill({ name, onClose }: PillProps) {
  return (
    <button type="button" className="chip chip-button live-pill" aria-label={`Live. Close ${name}`} onClick={onClose}>
      <span className="live-pill-state" aria-hidden>
        <i className="live-dot">●</i> Live
      </span>
      <CloseFace />
    </button>
  );
}

export function ConnectingPill({ name, connected, onClose }: PillProps & { connected: boolean }) {
  const state = connected ? 'Waiting for picture' : 'Connecting';
  return (
    <button type="button" className="chip chip-button live-pill" aria-label={`${state}. Close ${name}`} onClick={onClose}>
      <span className="live-pill-state" aria-hidden>
        <i className="live-dot waiting">●</i> {state}
      </span>
      <CloseFace />
    </button>
  );
}

function CloseFace() {
  return (
    <span className="live-pill-close" aria-hidden>
      ✕ Close
    </span>
  );
}
