import { Button } from '@mantine/core';
import { Empty, Failure, Loading, SearchField, StateBadge, firstShown } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { memo } from 'react';
import { fusesQuery, may, printersQuery, sessionQuery, type PrinterView } from '../api';
import { pick } from '../dashboard/search';
import { TagChips } from '../dashboard/TagChips';
import { Permitted } from '../settings/Denied';
import './printers.css';

/** Which machines there are: each with its model, serial number, firmware, tags and the Fuse that it comes through. */
export function PrintersPage() {
  return (
    <Permitted permission="printer.view" title="Printers">
      <Printers />
    </Permitted>
  );
}

function Printers() {
  const { data: printers, error, refetch } = useQuery(printersQuery);
  return (
    <>
      <div className="page-head">
        <h1>Printers</h1>
        <Link to="/" className="nav-link">
          Dashboard
        </Link>
      </div>
      {error && !printers && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !printers && <Loading what="the printers" />}
      {printers?.length === 0 && (
        <Empty icon="printer" title="No printers yet">
          Printers come from a Fuse: the program on their network. They are added and removed there.
        </Empty>
      )}
      {printers && printers.length > 0 && <List printers={printers} />}
    </>
  );
}

function List({ printers }: { printers: PrinterView[] }) {
  const { q = '' } = useSearch({ from: '/frame/printers' });
  const navigate = useNavigate();
  const seesFuses = may(useQuery(sessionQuery).data, 'fuse.view');
  const { data: fuses = [] } = useQuery({ ...fusesQuery, enabled: seesFuses });
  const look = (next: string) => void navigate({ to: '/printers', search: next ? { q: next } : {}, replace: true, resetScroll: false });
  const shown = pick(printers, { q, sort: 'name' });
  return (
    <>
      <div className="toolbar" role="search" aria-label="Printers">
        <SearchField label="Search printers" placeholder="Name, model, serial, tag" q={q} onChange={look} onLeave={() => firstShown('.inventory a')?.focus()} />
      </div>
      {shown.length === 0 && (
        <Empty icon="search" title="No printer matches" action={<Button onClick={() => look('')}>Show All Printers</Button>}>
          Other words may find more.
        </Empty>
      )}
      {shown.length > 0 && (
        <ul className="rows card inventory" aria-label="Printers">
          {shown.map((view) => (
            <Row key={view.printer.id} view={view} fuse={fuses.find(({ id }) => id === view.fuse_id)?.name} />
          ))}
        </ul>
      )}
    </>
  );
}

const Row = memo(function Row({ view: { printer, status, state, tags }, fuse }: { view: PrinterView; fuse: string | undefined }) {
  return (
    <li data-status={status}>
      <div className="rows-main">
        <Link className="printer-link" to="/printers/$id" params={{ id: printer.id }}>
          {printer.name}
        </Link>
        <span className="small dim">
          {printer.model} <span className="mono">{printer.serial}</span>
          {state.firmware && ` · Firmware ${state.firmware}`}
          {fuse && ` · ${fuse}`}
        </span>
      </div>
      <TagChips name={printer.name} tags={tags} />
      <StateBadge status={status} connection={state.connection} />
    </li>
  );
});
