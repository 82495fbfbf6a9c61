import { useEffect, useId, useRef, type ReactNode } from 'react';
import { FindOutWhy } from '../doctor/explain';
import { Icon } from '../parts/Icon';
import { useClock } from '../parts/useNow';
import { KeptPicture } from './KeptPicture';
import { LiveVideo } from './LiveVideo';
import { NoPreview } from './NoPreview';
import { PictureAge } from './PictureAge';
import { toggleFullScreen } from './frames';
import { useKeptFrame } from './lastFrames';
import { ConnectingPill, LivePill, QualityNote, StreamChip } from './pills';
import type { Live } from './useLive';

interface Props {
  camera: string;
  name: string;
  live: Live;
  /** Shown beneath until the first picture; without one, and without a kept frame, the branded placeholder. */
  poster?: ReactNode;
  posterAt?: number;
  /** Why there is no live video to ask for: no button then. */
  unavailable?: string;
  /** What is shown is of the past: the printer, or its camera, cannot be reached. */
  stale?: boolean;
  /** Why there is no poster. */
  noPreview?: string;
  /** Pictures are switched off: not even the last one of a stream stays. */
  switchedOff?: boolean;
  /** Why the poster is older than it should be; absent when it is not. */
  late?: string;
  /** Leaves the Stream affordance to the surroundings (a card with its own Camera button). */
  quiet?: boolean;
  /** Beside the running video; a button of it with aria-keyshortcuts is also pressed by that key. */
  tools?: ReactNode;
  children?: ReactNode;
}

/** A camera at 16:9: poster, video over it, and everything a person does with it. */
export function LivePicture({ camera, name, live, poster, posterAt = 0, unavailable, stale, noPreview, switchedOff, late, quiet, tools, children }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const kept = useKeptFrame(camera);
  // Closing falls back to the poster, which was kept up to date behind the video.
  const newest = poster || switchedOff ? undefined : kept;
  const { phase, observe } = live;
  const active = phase === 'connecting' || phase === 'live';
  const empty = !poster && !newest;
  // An error says for itself why there is nothing.
  const reasons = empty && phase !== 'error' ? said(noPreview, unavailable) : [];
  const reasonId = useId();
  const pictureAt = newest?.at ?? (poster ? posterAt : 0);
  useEffect(() => {
    const picture = root.current;
    observe(picture);
    picture?.addEventListener('keydown', pressTool);
    return () => {
      picture?.removeEventListener('keydown', pressTool);
      observe(null);
    };
  }, [observe]);

  return (
    <div ref={root} className="picture" data-phase={phase} data-stale={stale || undefined} title={reasons.join(' ') || undefined}>
      {!newest && (
        <NoPreview id={reasonId} covered={Boolean(poster)} reasons={reasons}>
          {empty && phase === 'idle' && unavailable && <FindOutWhy camera={camera} name={name} />}
        </NoPreview>
      )}
      {poster && <div className="picture-poster">{poster}</div>}
      {newest && <KeptPicture frame={newest} />}
      {active && (
        <LiveVideo
          camera={camera}
          name={name}
          stream={live.stream}
          shown={phase === 'live'}
          onFrame={(frames) => {
            countOnTile(root.current, frames);
            live.frame();
          }}
        />
      )}
      <div className="picture-shade" />
      <Stage name={name} live={live} unavailable={unavailable} quiet={quiet} picture={root} describedBy={reasons.length > 0 ? reasonId : undefined} />
      {phase !== 'live' && live.problem && <WentWrong camera={camera} name={name} live={live} detail={live.problem.detail} waiting={Boolean(unavailable)} />}
      {children}
      {active && tools}
      <div className="picture-corner">
        {phase === 'live' && <QualityNote slow={live.slow} lostPercent={live.lostPercent} />}
        {phase === 'live' && <LivePill name={name} onClose={live.stop} />}
        {phase === 'connecting' && <ConnectingPill name={name} connected={live.connected} onClose={live.stop} />}
        {!active && pictureAt > 0 && <PictureAge camera={camera} name={name} at={pictureAt} late={newest ? undefined : late} />}
        {phase === 'idle' && !unavailable && !quiet && noPreview && empty && <FindOutWhy camera={camera} name={name} label="Why?" />}
        {phase === 'idle' && !unavailable && !quiet && <StreamChip />}
      </div>
      {phase === 'idle' && unavailable && !empty && (
        <div className="picture-why">
          {!quiet && <span className="chip">{unavailable}</span>}
          <FindOutWhy camera={camera} name={name} />
        </div>
      )}
    </div>
  );
}

/** Each reason once. */
const said = (...reasons: Array<string | undefined>): string[] => [...new Set(reasons.filter((reason) => reason !== undefined))];

/** The number of shown pictures, on the tile: for tests, without a render per frame. */
function countOnTile(picture: HTMLElement | null, frames: number): void {
  const tile = picture?.closest<HTMLElement>('[data-live-state]');
  if (tile) tile.dataset.frames = String(frames);
}

function WentWrong({ camera, name, live, detail, waiting }: Pick<Props, 'camera' | 'name' | 'live'> & { detail: string; waiting: boolean }) {
  return (
    <div className="picture-error">
      <p role="alert">
        {detail}
        {waiting && <small>The stream resumes by itself when the printer is back.</small>}
      </p>
      {!waiting && <NextTry live={live} />}
      <div className="picture-ways">
        <button type="button" className="chip chip-button" onClick={live.start}>
          <Icon name="retry" /> Retry
        </button>
        <FindOutWhy camera={camera} name={name} />
      </div>
    </div>
  );
}

/** Beside the alert, not in it: a screen reader does not count the seconds. */
function NextTry({ live: { phase, retryAt } }: { live: Live }) {
  const seconds = useClock((now) => (retryAt === undefined ? 0 : Math.max(1, Math.ceil((retryAt - now) / 1000))));
  if (phase === 'connecting') return <small className="picture-next">Trying again now…</small>;
  if (retryAt === undefined) return null;
  return <small className="picture-next">Trying again in {seconds} s</small>;
}

interface StageProps extends Pick<Props, 'name' | 'live' | 'unavailable' | 'quiet'> {
  picture: React.RefObject<HTMLDivElement | null>;
  describedBy: string | undefined;
}

/** The whole picture is the button: it starts the stream, and while that runs it goes full screen. */
function Stage({ name, live, unavailable, quiet, picture, describedBy }: StageProps) {
  const { phase } = live;
  if (phase === 'idle' && (unavailable || quiet)) return null;
  // After a failure it stays, beneath the reason, so that whoever came by keyboard keeps their place.
  const watching = phase === 'connecting' || phase === 'live';
  return (
    <button
      type="button"
      className="picture-stage"
      data-stage
      aria-label={watching ? `Full screen: ${name}` : `Stream ${name}`}
      aria-describedby={describedBy}
      aria-keyshortcuts={watching ? 'f Escape' : 'Enter'}
      onClick={watching ? () => toggleFullScreen(picture.current) : live.start}
      onKeyDown={(event) => {
        if (event.key === 'f' && !event.ctrlKey && !event.metaKey) toggleFullScreen(picture.current);
        if (event.key === 'Escape' && watching && !document.fullscreenElement) live.stop();
      }}
    />
  );
}

/** A key that a tool of this picture names presses it. */
function pressTool(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !/^[a-z]$/.test(event.key)) return;
  const tool = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-tool][aria-keyshortcuts="${event.key}"]`);
  if (!tool) return;
  event.preventDefault();
  event.stopPropagation();
  tool.click();
}
