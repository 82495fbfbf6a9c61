import { Button } from '@mantine/core';
import { Empty, Failure, Loading, NearTiles, countsOf, fewTiles, useCalmOrder, useGridKeys, useKeysOf, useShowKeys } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { printersQuery, type PrinterView } from '../api';
import { AddMenu } from './add/AddMenu';
import { keys } from './list/keys';
import { Toolbar } from './list/Toolbar';
import { useCardKeys } from './list/useCardKeys';
import { pick, type PrintersSearch } from './list/view';
import { PrinterCard } from './PrinterCard';
import './printers.css';
import { UndoDeletion } from './undo/Undo';

export function PrintersPage() {
  const { data: printers, error, refetch } = useQuery(printersQuery);
  return (
    <UndoDeletion>
      <div className="page-head">
        <h1>Printers</h1>
        <AddMenu />
      </div>
      {error && !printers && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !printers && <Loading what="the printers" />}
      {printers?.length === 0 && (
        <Empty icon="printer" title="No printers yet">
          Turn on LAN Mode and Developer Mode on the printer, then find it with Auto-Scan, or add it with its IP address and access code.
        </Empty>
      )}
      {printers && printers.length > 0 && <Cards printers={printers} />}
    </UndoDeletion>
  );
}

/** Fewer than these need no tools to be found. */
const fewPrinters = 4;
/** More than these show what is watched, and fold away what is looked up. */
const manyPrinters = 12;
/** Of cards with their gap, in pixels. */
const usualRow = 740;

function Cards({ printers }: { printers: PrinterView[] }) {
  const search = useSearch({ from: '/printers' });
  const navigate = useNavigate();
  const change = useCallback(
    (wanted: PrintersSearch) => void navigate({ to: '/printers', search: { ...search, ...wanted }, replace: true }),
    [navigate, search],
  );
  const showKeys = useShowKeys();
  useKeysOf(keys);
  useCardKeys();
  const grid = useGridKeys<HTMLUListElement>('[data-main]');
  const counts = useMemo(() => countsOf(printers), [printers]);
  const sorted = useMemo(() => pick(printers, search), [printers, search]);
  const { order, grid: calm } = useCalmOrder(sorted, JSON.stringify(search));
  const windowed = order.length > fewTiles;
  const asked = Boolean(search.q ?? search.show ?? search.sort);
  return (
    <>
      {(printers.length >= fewPrinters || asked) && (
        <Toolbar search={search} total={printers.length} counts={counts} onChange={change} onKeys={showKeys} />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only watched, so that it holds still */}
      <ul ref={grid} className="cards" aria-label="Printers" data-few={order.length < fewPrinters || undefined} data-windowed={windowed || undefined} {...calm}>
        <NearTiles grid={grid} name="printers" printers={order} usualHeight={usualRow}>
          {(view, nearness) => <PrinterCard key={view.printer.id} view={view} nearness={nearness} folded={printers.length > manyPrinters} windowed={windowed} />}
        </NearTiles>
      </ul>
      {order.length === 0 && <NothingFound onClear={() => change({ q: undefined, show: undefined })} />}
    </>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      icon="search"
      title="No printer matches"
      action={
        <Button variant="default" onClick={onClear}>
          Show All Printers
        </Button>
      }
    >
      No printer has these words and this state.
    </Empty>
  );
}
