import { Button, SegmentedControl } from '@mantine/core';
import { Empty, Failure, Icon, Loading, byNeed } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { mayWatch, printersQuery, sessionQuery, type PrinterView } from '../api';
import type { View } from '../router';
import { CameraWall } from './CameraWall';
import { CompactTable } from './CompactTable';
import { FullGrid } from './FullGrid';
import { Summary } from './Summary';

const names: Record<View, string> = { full: 'Full', compact: 'Compact', cameras: 'Cameras' };
const order: View[] = ['full', 'compact', 'cameras'];

export function DashboardPage() {
  const search = useSearch({ from: '/frame/' });
  const navigate = useNavigate();
  const watching = mayWatch(useQuery(sessionQuery).data);
  const { data: printers, error, refetch } = useQuery(printersQuery);
  const sorted = useMemo(() => printers?.toSorted(byNeed), [printers]);
  const offered = order.filter((view) => watching || view !== 'cameras');
  const wanted = search.view ?? 'full';
  const view = offered.includes(wanted) ? wanted : 'full';
  return (
    <>
      <div className="page-head">
        <h1>Dashboard</h1>
        {sorted && <Summary printers={sorted} />}
        <SegmentedControl
          aria-label="View"
          data={offered.map((value) => ({ value, label: names[value] }))}
          value={view}
          onChange={(next) => void navigate({ to: '/', search: { ...search, view: next as View } })}
        />
      </div>
      {error && !sorted && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !sorted && <Loading what="the printers" />}
      {sorted?.length === 0 && <NoPrinters />}
      {sorted && sorted.length > 0 && <Printers view={view} printers={sorted} watching={watching} policy={search.policy ?? 'all'} />}
    </>
  );
}

export interface ViewProps {
  printers: PrinterView[];
  watching: boolean;
  policy: RTCIceTransportPolicy;
}

function Printers({ view, ...props }: ViewProps & { view: View }) {
  if (view === 'cameras') return <CameraWall {...props} />;
  if (view === 'compact') return <CompactTable {...props} />;
  return <FullGrid {...props} />;
}

function NoPrinters() {
  return (
    <Empty
      icon="printer"
      title="No printers yet"
      action={
        <Button component={Link} to="/activate" leftSection={<Icon name="plus" />}>
          Activate a Fuse
        </Button>
      }
    >
      Printers come from a Fuse: the program on their network. Start it, activate it with the code it shows, and add the printers there.
    </Empty>
  );
}
