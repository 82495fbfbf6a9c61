import { Age, Badge, Empty, Failure, Icon, LivePicture, Loading, StateBadge, connectionLook, liveData } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { mayWatch, printersQuery, sessionQuery, type PrinterView } from '../api';
import { Controls } from '../dashboard/Controls';
import { PrinterTags } from '../dashboard/PrinterTags';
import { Readings } from '../dashboard/Readings';
import { useCamera } from '../dashboard/useCamera';

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

function Detail({ view }: { view: PrinterView }) {
  const { policy = 'all' } = useSearch({ from: '/frame/printers/$id' });
  const { printer, status, state } = view;
  const watching = mayWatch(useQuery(sessionQuery).data) && printer.camera !== 'none';
  const { live, ...preview } = useCamera(view, policy);
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
      <div className="detail-columns" data-pictured={watching || undefined}>
        {watching && (
          <section className="detail-picture" aria-label="Camera">
            <LivePicture camera={printer.id} name={printer.name} live={live} {...preview} />
          </section>
        )}
        <div className="stack">
          <section className="card detail-section" aria-label="Now">
            {(state.problem || state.faults.length > 0) && (
              <p className="full-problem" data-tone="red">
                <Icon name="warning" size={15} /> {state.problem?.detail ?? state.faults[0]?.text}
              </p>
            )}
            <Readings state={state} />
            <Controls view={view} />
          </section>
          <PrinterTags view={view} />
          <section className="card detail-section" aria-labelledby="connection-title">
            <h2 id="connection-title">Connection</h2>
            <dl className="machine">
              <Row name="Fuse to printer" value={<Badge look={connectionLook(state.connection)} />} />
              <Row name="Last report" value={state.last_report_at > 0 ? <Age at={state.last_report_at} /> : 'none yet'} />
              <Row name="Model" value={printer.model} />
              <Row name="Serial" value={<span className="mono">{printer.serial}</span>} />
              {state.firmware && <Row name="Firmware" value={<span className="mono">{state.firmware}</span>} />}
              {state.wifi_dbm !== 0 && <Row name="Wi-Fi" value={`${state.wifi_dbm} dBm`} />}
            </dl>
          </section>
        </div>
      </div>
    </div>
  );
}

function Row({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
