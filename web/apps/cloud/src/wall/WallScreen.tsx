import { SegmentedControl, ActionIcon } from '@mantine/core';
import { AgeingBar, Empty, Icon, Loading, byNeed, needsAttention, toggleFullScreen, useClock, useTitleCount } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { mayWatch, printersQuery, sessionQuery } from '../api';
import { Printers } from '../dashboard/Dashboard';
import { Summary } from '../dashboard/Summary';
import { WatchAllButton } from '../dashboard/live/WatchAllButton';
import { WatchAllContext } from '../dashboard/live/WatchAllContext';
import { WatchAll } from '../dashboard/live/watchAll';
import { viewNames, views, type View } from '../dashboard/search';
import { CloudLinkContext } from '../events';
import { columnsFor } from './fit';
import { useAtRest, useAwake } from './useAtRest';
import { useWallLink } from './useWallLink';

interface Props {
  wall: { id: string; name: string };
  /** The socket has ended; maybe the link has. */
  onClosed: () => void;
}

/** Printers on a screen of the workshop: looked at, never touched. */
export function WallScreen({ wall, onClosed }: Props) {
  const link = useWallLink(wall.id, onClosed);
  const resting = useAtRest();
  useAwake();
  return (
    <CloudLinkContext value={link}>
      <div className="wall-screen" data-resting={resting || undefined}>
        <AgeingBar lostAt={link.lostAt} server="Gantry" />
        <Content name={wall.name} />
      </div>
    </CloudLinkContext>
  );
}

function Content({ name }: { name: string }) {
  const { view: wanted = 'cameras', policy = 'all' } = useSearch({ from: '/wall' });
  const navigate = useNavigate();
  const watching = mayWatch(useQuery(sessionQuery).data);
  const { data: printers } = useQuery(printersQuery);
  const sorted = useMemo(() => printers?.toSorted(byNeed), [printers]);
  const [watchAll] = useState(() => new WatchAll());
  const offered = views.filter((view) => watching || view !== 'cameras');
  const view = offered.includes(wanted) ? wanted : 'full';
  useTitleCount(name, sorted?.filter(({ state }) => needsAttention(state)).length ?? 0);
  const choose = (next: string) => void navigate({ to: '/wall', search: (before) => ({ ...before, view: next as View }), hash: true, replace: true });
  return (
    <WatchAllContext value={watching ? watchAll : undefined}>
      <header className="wall-head">
        <h1>{name}</h1>
        {sorted && <Summary printers={sorted} />}
        {view !== 'compact' && <WatchAllButton />}
        <SegmentedControl aria-label="View" data={offered.map((value) => ({ value, label: viewNames[value] }))} value={view} onChange={choose} />
        <ActionIcon variant="default" size={44} aria-label="Full screen" title="Full screen" onClick={() => toggleFullScreen(document.documentElement)}>
          <Icon name="fullscreen" />
        </ActionIcon>
        <Clock />
      </header>
      <main id="content" className="wall-main">
        {!sorted && <Loading what="the printers" />}
        {sorted?.length === 0 && (
          <Empty icon="printer" title="Nothing to show">
            No printer belongs to this wall now, or whoever made its link may no longer see them.
          </Empty>
        )}
        {sorted && sorted.length > 0 && (
          <Fitted count={view === 'cameras' ? sorted.filter(({ printer }) => printer.camera !== 'none').length : 0}>
            <Printers view={view} printers={sorted} watching={watching} policy={policy} sort="need" onSort={() => {}} />
          </Fitted>
        )}
      </main>
    </WatchAllContext>
  );
}

/** All tiles at once, as large as the screen allows. */
function Fitted({ count, children }: { count: number; children: React.ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(0);
  useEffect(() => {
    const element = root.current;
    if (!element || count === 0) return undefined;
    const fit = () => setColumns(columnsFor(count, element.clientWidth, window.innerHeight - element.getBoundingClientRect().top));
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    window.addEventListener('resize', fit);
    fit();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', fit);
    };
  }, [count]);
  return (
    <div ref={root} data-fitted={count > 0 || undefined} style={{ '--columns': columns || undefined } as React.CSSProperties}>
      {children}
    </div>
  );
}

function Clock() {
  const text = useClock((now) => new Date(now).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' }));
  return <time className="wall-clock figures">{text}</time>;
}
