import { Button } from '@mantine/core';
import { Empty, countsOf, useCalmOrder, useKeysOf, useShowKeys } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { may, sessionQuery, type PrinterView } from '../api';
import { CameraWall } from './CameraWall';
import { CompactTable } from './CompactTable';
import { FullGrid } from './FullGrid';
import { Toolbar } from './Toolbar';
import { dashboardKeys } from './keys';
import { countTags, pick, type DashboardSearch, type Sort, type View } from './search';
import { Chosen, ChosenContext } from './selection/SelectBox';
import { usePauseKey } from './selection/usePauseKey';
import { useSelection } from './selection/useSelection';
import { useDashboardKeys } from './useDashboardKeys';

const BulkBar = lazy(() => import('./selection/BulkBar').then(({ BulkBar: component }) => ({ default: component })));

export interface ViewProps {
  printers: PrinterView[];
  watching: boolean;
  policy: RTCIceTransportPolicy;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

interface Props {
  printers: PrinterView[];
  view: View;
  watching: boolean;
  search: DashboardSearch;
  onChange: (part: Partial<DashboardSearch>) => void;
}

/** Few printers need no tools to find one; x still selects. */
const many = 4;

export function Dashboard({ printers, view, watching, search, onChange }: Props) {
  const { data: session } = useQuery(sessionQuery);
  const control = may(session, 'printer.control');
  const acts = control || may(session, 'printer.edit');
  const shown = useMemo(() => pick(printers, search), [printers, search]);
  const { order, grid } = useCalmOrder(shown, JSON.stringify(search));
  const selection = useSelection(order);
  const [chosen] = useState(() => new Chosen(selection.toggle));
  useEffect(() => chosen.set(selection.ids), [chosen, selection.ids]);
  const showKeys = useShowKeys();
  useKeysOf(useMemo(() => dashboardKeys({ watch: watching, control, select: acts }), [watching, control, acts]));
  useDashboardKeys(acts ? selection : undefined);
  const pausing = usePauseKey((from) => (selection.ids.size > 0 ? order.filter(({ printer }) => selection.ids.has(printer.id)) : focused(order, from)), selection.only);
  const counts = useMemo(() => countsOf(printers), [printers]);
  const tags = useMemo(() => countTags(printers), [printers]);
  const asked = Boolean(search.q || search.show || search.tags);
  const onSort = (sort: Sort) => onChange({ sort: sort === 'need' ? undefined : sort });
  const props = { printers: order, watching, policy: search.policy ?? ('all' as const), sort: search.sort ?? ('need' as const), onSort };
  return (
    <ChosenContext value={acts ? chosen : undefined}>
      {(printers.length >= many || tags.size > 0 || asked || selection.mode) && (
        <Toolbar
          search={search}
          total={printers.length}
          counts={counts}
          tags={tags}
          onChange={onChange}
          onKeys={showKeys}
          onSelect={acts ? () => (selection.mode ? selection.clear() : selection.setMode(true)) : undefined}
          selecting={selection.mode}
        />
      )}
      <div data-grid data-selecting={selection.mode || undefined} {...grid}>
        {order.length === 0 ? <NoMatch onAll={() => onChange({ q: undefined, show: undefined, tags: undefined })} /> : <Printers view={view} {...props} />}
      </div>
      {selection.mode && (
        <Suspense>
          <BulkBar printers={order} selection={selection} />
        </Suspense>
      )}
      {pausing}
    </ChosenContext>
  );
}

/** The printer in whose tile or line the focus is. */
function focused(printers: PrinterView[], from: Element): PrinterView[] {
  const id = from.closest<HTMLElement>('[data-printer-id]')?.dataset.printerId;
  return printers.filter(({ printer }) => printer.id === id);
}

/** The same printers in one of the three views. */
export function Printers({ view, ...props }: ViewProps & { view: View }) {
  if (view === 'cameras') return <CameraWall {...props} />;
  if (view === 'compact') return <CompactTable {...props} />;
  return <FullGrid {...props} />;
}

function NoMatch({ onAll }: { onAll: () => void }) {
  return (
    <Empty icon="search" title="No printer matches" action={<Button onClick={onAll}>Show All Printers</Button>}>
      Other words, another state or fewer tags may find more.
    </Empty>
  );
}
