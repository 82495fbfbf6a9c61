import { Button, SegmentedControl } from '@mantine/core';
import { Empty, Failure, Icon, Loading, toggleFullScreen } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { may, mayWatch, printersQuery, sessionQuery } from '../api';
import { Dashboard } from './Dashboard';
import { WatchAllButton } from './live/WatchAllButton';
import { WatchAllContext } from './live/WatchAllContext';
import { WatchAll } from './live/watchAll';
import { viewNames, views, type DashboardSearch, type View } from './search';

export function DashboardPage() {
  const search = useSearch({ from: '/frame/' });
  const navigate = useNavigate();
  const watching = mayWatch(useQuery(sessionQuery).data);
  const { data: printers, error, refetch } = useQuery(printersQuery);
  const [watchAll] = useState(() => new WatchAll());
  const offered = views.filter((view) => watching || view !== 'cameras');
  const wanted = search.view ?? 'full';
  const view = offered.includes(wanted) ? wanted : 'full';
  const change = (part: Partial<DashboardSearch>, replace = true) => void navigate({ to: '/', search: { ...search, ...part }, replace, resetScroll: false });
  const pictured = watching && view !== 'compact' && Boolean(printers?.length);
  return (
    <WatchAllContext value={watching ? watchAll : undefined}>
      <div className="page-head">
        <h1>Dashboard</h1>
        <div className="row head-tools">
          {pictured && <WatchAllButton />}
          <Button className="full-screen-button" variant="default" leftSection={<Icon name="fullscreen" />} onClick={() => toggleFullScreen(document.documentElement)}>
            Full Screen
          </Button>
          <SegmentedControl
            aria-label="View"
            data={offered.map((value) => ({ value, label: viewNames[value] }))}
            value={view}
            onChange={(next) => change({ view: next as View }, false)}
          />
        </div>
      </div>
      {error && !printers && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !printers && <Loading what="the printers" />}
      {printers?.length === 0 && <NoPrinters />}
      {printers && printers.length > 0 && <Dashboard printers={printers} view={view} watching={watching} search={search} onChange={change} />}
    </WatchAllContext>
  );
}

function NoPrinters() {
  const { data: session } = useQuery(sessionQuery);
  if (!may(session, 'fuse.manage')) {
    return (
      <Empty icon="printer" title="No printers yet">
        Printers come from a Fuse: the program on their network. An owner or admin of {session?.store?.name ?? 'this store'} can activate one, and give you
        access to its printers under Settings → Users.
      </Empty>
    );
  }
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
