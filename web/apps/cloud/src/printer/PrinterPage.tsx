import { Empty, Failure, LivePicture, Loading, StateBadge, liveData, useKeysOf } from '@gantry/ui';
import { PrinterControls } from '@gantry/ui/control/panel';
import { Faults, Filament, missingSetting } from '@gantry/ui/printer';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { Command } from '@gantry/api';
import { useMemo, type ReactNode } from 'react';
import { cloud, may, mayWatch, printersQuery, sessionQuery, type PrinterView } from '../api';
import { PrinterTags } from '../dashboard/PrinterTags';
import { printerKeys } from '../dashboard/keys';
import { usePauseKey } from '../dashboard/selection/usePauseKey';
import { useCamera } from '../dashboard/useCamera';
import { FusePanel, MachinePanel } from './MachinePanel';
import { JobsPanel } from './jobs/JobsPanel';
import { NowPanel } from './NowPanel';
import './printer.css';
import { TemperaturePanel } from './TemperaturePanel';

export function PrinterPage() {
  const { id } = useParams({ from: '/frame/printers/$id' });
  const { data: printers, error, refetch } = useQuery(printersQuery);
  if (error && !printers) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!printers) return <Loading what="the printer" />;
  const view = printers.find(({ printer }) => printer.id === id);
  if (view) return <Detail key={id} view={view} />;
  return (
    <Empty icon="printer" title="This printer is not here" action={<Link to="/">Back to the dashboard</Link>}>
      It was removed on its Fuse, or belongs to another store.
    </Empty>
  );
}

/** The picture first and what belongs to the print beside it; whatever is set by hand follows. */
function Detail({ view }: { view: PrinterView }) {
  const { policy = 'all' } = useSearch({ from: '/frame/printers/$id' });
  const { printer, status, state } = view;
  const session = useQuery(sessionQuery).data;
  const controls = may(session, 'printer.control');
  const watching = mayWatch(session);
  useKeysOf(useMemo(() => printerKeys({ watch: watching, control: controls }), [watching, controls]));
  const { live, ...preview } = useCamera(view, policy);
  const post = (body: Command) => cloud('post', '/api/printers/{id}/command', { path: { id: printer.id }, body });
  const missing = missingSetting(view);
  const troubled = Boolean(state.problem ?? missing) || (state.connection === 'online' && state.faults.length > 0);
  return (
    <div className="detail" data-status={status} {...liveData(live, printer)}>
      <div className="page-head">
        <div className="row">
          <h1>{printer.name}</h1>
          <StateBadge status={status} connection={state.connection} />
        </div>
        <Link to="/" className="nav-link">
          All printers
        </Link>
      </div>
      {usePauseKey(() => [view])}
      <div className="detail-columns">
        <div className="detail-column">
          {watching && (
            <section className="detail-picture" aria-label="Camera">
              <LivePicture camera={printer.id} name={printer.name} live={live} {...preview} />
            </section>
          )}
          <Part place="heat">
            <TemperaturePanel view={view} post={controls ? post : undefined} />
          </Part>
          {(state.filament_units.length > 0 || state.external_spools.length > 0) && (
            <Part place="filament" title="Filament">
              <Filament units={state.filament_units} external={state.external_spools} />
            </Part>
          )}
          {may(session, 'job.view') && (
            <Part title="Jobs">
              <JobsPanel view={view} />
            </Part>
          )}
          <div className="detail-machine" data-place="machine">
            <Part title="Printer">
              <MachinePanel view={view} />
            </Part>
            {may(session, 'fuse.view') && (
              <Part title="Its Fuse">
                <FusePanel id={view.fuse_id} />
              </Part>
            )}
            <PrinterTags view={view} />
          </div>
        </div>
        <div className="detail-column">
          <Part place="now">
            <NowPanel view={view} post={controls ? post : undefined} />
          </Part>
          {troubled && (
            <Part place="now" title="Needs attention">
              <Faults connection={state.connection} problem={state.problem} missing={missing} faults={state.faults} />
            </Part>
          )}
          {controls && printer.limits && (
            <div className="detail-part card detail-controls" data-place="control">
              <PrinterControls name={printer.name} limits={printer.limits} state={state} post={post} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** On a phone `place` says where it comes: the columns become one. */
function Part({ place, title, children }: { place?: string; title?: string; children: ReactNode }) {
  return (
    <section className="detail-part card" data-place={place} aria-label={title}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}
