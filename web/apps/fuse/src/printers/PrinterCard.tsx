import { Badge, LivePicture, PictureTools, StateBadge, activityText, connectionLook, liveData, needsAttention, useLive, useNear, whep, type Live, type Nearness } from '@gantry/ui';
import { Refusal, useCommand } from '@gantry/ui/control';
import { Faults, Filament, missingSetting } from '@gantry/ui/printer';
import { Suspense, lazy, memo, useMemo, useState } from 'react';
import { fuse, type PrinterView } from '../api';
import { useEventsLink } from '../events';
import { CardActions } from './CardActions';
import './card/card.css';
import { Controls } from './card/Controls';
import { Details, FanSpeeds } from './card/Details';
import { Job } from './card/Job';
import { LightButton } from './card/LightButton';
import { Temperatures } from './card/Temperatures';
import { ControlButton } from './control/ControlButton';
import { useNearScreen } from './list/useNearScreen';
import { ModelIcon } from './ModelIcon';
import { cameraOff, camerasOff, noCamera, usePoster } from './usePoster';
import { SimulationGear } from './virtual/SimulationGear';
import { VirtualBadge, isVirtual } from './virtual/VirtualBadge';

interface Props {
  view: PrinterView;
  nearness: Nearness;
  /** Many cards: what is looked up rather than watched is folded away. */
  folded: boolean;
  /** So many that only the near ones are in the page: each of those is drawn. */
  windowed: boolean;
}

export const PrinterCard = memo(function PrinterCard({ view, nearness, ...props }: Props) {
  const shown = useNear(view, nearness);
  return shown && <Card view={shown} hidden={nearness !== 'near'} {...props} />;
});

interface CardProps extends Omit<Props, 'nearness'> {
  hidden: boolean;
}

const Card = memo(function Card({ view, hidden, folded, windowed }: CardProps) {
  const { printer, state, status } = view;
  const { near, observe } = useNearScreen();
  const open = useMemo(() => whep(`/api/printers/${encodeURIComponent(printer.id)}/whep`), [printer.id]);
  const { connected } = useEventsLink();
  const unavailable = whyNoLive(view);
  const live = useLive({ open, available: connected && !unavailable, reason: connected ? unavailable : 'Fuse does not answer.' });
  return (
    <li
      ref={observe}
      hidden={hidden}
      className="printer-card card"
      data-status={status}
      data-attention={needsAttention(state) || undefined}
      data-report={state.last_report_at}
      {...liveData(live, printer)}
    >
      <Content view={view} folded={folded} live={live} unavailable={unavailable} drawn={near || windowed} />
    </li>
  );
});

interface ContentProps extends Pick<Props, 'view' | 'folded'> {
  live: Live;
  unavailable: string | undefined;
  drawn: boolean;
}

/** Loaded with the first fault. */
const HelpHint = lazy(() => import('../help/HelpHint').then((module) => ({ default: module.HelpHint })));
const helpHint = (about: 'connection' | 'camera') => (
  <Suspense>
    <HelpHint about={about} />
  </Suspense>
);

/** What nobody sees is not drawn again until it comes near the screen; `before` is what was drawn last. */
const skip = (before: ContentProps, after: ContentProps): boolean =>
  before.folded === after.folded &&
  (!after.drawn || (before.view === after.view && before.live === after.live && before.unavailable === after.unavailable));

const Content = memo(function Content({ view, folded, live, unavailable }: ContentProps) {
  const { printer, state, status, camera } = view;
  const posted = usePoster(view);
  const command = useCommand((body) => fuse('post', '/api/printers/{id}/command', { path: { id: printer.id }, body }));
  return (
    <>
      <LivePicture
        camera={printer.id}
        name={printer.name}
        live={live}
        {...posted}
        posterAt={camera.picture_at}
        unavailable={unavailable}
        stale={Boolean(unavailable)}
        quiet
        tools={<PictureTools name={printer.name} phase={live.phase} />}
      >
        <div className="picture-name">
          <StateBadge status={status} connection={state.connection} over />
          {live.phase === 'live' && <LiveFacts view={view} />}
          <LightButton view={view} command={command} playing={live.phase === 'live'} />
        </div>
      </LivePicture>
      <div className="printer-body">
        <header className="printer-head">
          <ModelIcon model={printer.model} />
          <div>
            <h2>{printer.name}</h2>
            <span className="small dim">{printer.model}</span> {isVirtual(view) && <VirtualBadge />}
          </div>
          <Badge look={connectionLook(state.connection)} />
          {isVirtual(view) && <SimulationGear view={view} />}
        </header>
        <Refusal command={command} />
        <Faults connection={state.connection} problem={state.problem} camera={camera.problem} missing={missingSetting(view)} faults={state.faults} hint={helpHint} />
        <Job printer={printer.id} state={state} />
        <Controls view={view} command={command} />
        <Temperatures printer={printer} nozzle={state.nozzle} nozzles={state.nozzles} bed={state.bed} chamber={state.chamber} />
        <Filament units={state.filament_units} external={state.external_spools} />
        <FanSpeeds fans={state.fans} />
        <Fold folded={folded} name={printer.name}>
          <Details address={view.address} serial={printer.serial} state={state} />
          <ControlButton view={view} />
        </Fold>
        <CardActions view={view} live={live} unavailable={unavailable} />
      </div>
    </>
  );
}, skip);

/** What it holds is made when it is opened for the first time. */
function Fold({ folded, name, children }: { folded: boolean; name: string; children: React.ReactNode }) {
  const [asked, setAsked] = useState(false);
  if (!folded) return children;
  return (
    <details className="fold">
      <summary className="small dim" onClick={() => setAsked(true)}>
        Details<span className="visually-hidden"> of {name}</span>
      </summary>
      {asked && children}
    </details>
  );
}

function whyNoLive({ camera, camera_switches, state }: PrinterView): string | undefined {
  if (camera.state === 'none') return noCamera;
  if (camera.state === 'disabled') return camera_switches?.camera_enabled === false ? cameraOff : camerasOff;
  if (state.connection !== 'online' && state.connection !== 'stale') return 'The printer is not connected.';
  return undefined;
}

/** Name, temperatures and activity over the running picture. */
function LiveFacts({ view: { printer, state } }: { view: PrinterView }) {
  return (
    <p className="picture-facts figures">
      <b>{printer.name}</b> {activityText(state)} · Nozzle {Math.round(state.nozzle.actual_c)}° · Bed {Math.round(state.bed.actual_c)}°
    </p>
  );
}
