import { ListToolbar, firstShown, shows, type Counts } from '@gantry/ui';
import { memo, useEffect, useRef } from 'react';
import { sorts, type PrintersSearch } from './view';

interface Props {
  search: PrintersSearch;
  total: number;
  counts: Counts;
  onChange: (change: PrintersSearch) => void;
  onKeys: () => void;
}

/** Of the one before it, so that it is seen that there is one. */
const besideChosen = 40;

const same = (before: Props, after: Props): boolean =>
  before.search === after.search &&
  before.total === after.total &&
  before.onChange === after.onChange &&
  shows.every((show) => before.counts[show] === after.counts[show]);

export const Toolbar = memo(function Toolbar({ search, total, counts, onChange, onKeys }: Props) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the row is longer than the screen: what is chosen is in sight.
    const chosen = row.current?.querySelector<HTMLElement>(`[data-show="${search.show ?? ''}"]`);
    if (row.current && chosen) row.current.scrollLeft = chosen.offsetLeft - row.current.offsetLeft - besideChosen;
  }, [search.show]);
  return (
    <ListToolbar
      placeholder="Name, model, file, address"
      search={search}
      sorts={sorts}
      total={total}
      counts={counts}
      onChange={onChange}
      onLeave={() => firstShown('.printer-card [data-main]')?.focus()}
      onKeys={onKeys}
      showsRef={row}
    />
  );
}, same);
