import {
  Age,
  Badge,
  Icon,
  LivePicture,
  StateBadge,
  activityText,
  connectionLook,
  liveData,
  useLive,
  whep,
} from '@gantry/ui';
import { memo, useMemo } from 'react';
import type { PrinterView } from '../api';
import { useEventsLink } from '../events';
import { HelpHint } from '../help/HelpHint';
import { CardActions } from './CardActions';
import { Filament } from './Filament';
import { ModelIcon } from './ModelIcon';
import { Temperatures } from './Temperatures';
import { Timing } from './Timing';
import { usePoster } from './usePoster';
import { SimulationGear } from './virtual/SimulationGear';
import { VirtualBadge, isVirtual } from './virtual/VirtualBadge';

export const PrinterCard = memo(function PrinterCard({ view }: { view: PrinterView }) {
  const { printer, state, status, camera } = view;
  const { connected } = useEventsLink();
  const open = useMemo(() => whep(`/api/printers/${encodeURIComponent(printer.id)}/whep`), [printer.id]);
  const unavailable = noCamera(view);
  const live = useLive({ open, available: connected && !unavailable, reason: connected ? unavailable : 'Fuse does not answer.' });
  const poster = usePoster(view);
  return (
    <li className="printer-card card" data-status={status} {...liveData(live, printer)}>
      <LivePicture camera={printer.id} name={printer.name} live={live} poster={poster} posterAt={camera.picture_at} unavailable={unavailable} quiet>
        <div className="picture-name">
          <StateBadge status={status} connection={state.connection} over />
          {live.phase === 'live' && <LiveFacts view={view} />}
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
        <Problem view={view} />
        <Job view={view} />
        <Temperatures state={state} />
        <Filament units={state.filament_units} />
        <dl className="facts">
          <Fact name="IP Address" value={view.address || '–'} />
          <Fact name="Serial" value={printer.serial || 'Unknown'} />
        </dl>
        <Timing state={state} />
        <CardActions view={view} live={live} unavailable={unavailable} />
      </div>
    </li>
  );
});

function noCamera({ camera, state }: PrinterView): string | undefined {
  if (camera.state === 'none') return 'This printer has no camera.';
  if (camera.state === 'disabled') return 'Cameras are off in Settings.';
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

function Problem({ view: { state, camera } }: { view: PrinterView }) {
  const problem = state.problem ?? camera.problem;
  if (!problem && state.faults.length === 0) return null;
  return (
    <div className="printer-problems" data-tone={state.problem ? 'red' : 'yellow'}>
      {problem && (
        <p>
          <Icon name="warning" size={16} /> <span>{problem.detail}</span>
        </p>
      )}
      {state.problem && <HelpHint about="connection" />}
      {state.faults.map((fault) => (
        <p key={fault.code}>
          <Icon name="warning" size={16} />
          <span>
            {fault.text || 'The printer reports a fault.'}{' '}
            {fault.link.startsWith('https://') ? (
              <a href={fault.link} target="_blank" rel="noopener noreferrer" className="mono">
                {fault.code}
              </a>
            ) : (
              <span className="mono">{fault.code}</span>
            )}
          </span>
        </p>
      ))}
    </div>
  );
}

function Job({ view: { state } }: { view: PrinterView }) {
  const { progress } = state;
  const running = state.activity === 'printing' || state.activity === 'paused' || state.activity === 'preparing';
  return (
    <div className="job">
      <div className="job-line">
        <b>{activityText(state)}</b>
        {running && <span className="dim job-name">{progress.job_name || state.stage}</span>}
        {running && <span className="figures">{progress.percent}%</span>}
        {!running && state.connection !== 'online' && state.last_report_at > 0 && <Age at={state.last_report_at} className="dim small" what="Last report" />}
      </div>
      {running && (
        <progress className="bar" max={100} value={progress.percent} aria-label={`Progress of ${progress.job_name || 'the print'}`} />
      )}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </div>
  );
}
