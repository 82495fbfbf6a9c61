import { ActionIcon, NativeSelect } from '@mantine/core';
import { SearchField, ShowButton, firstShown, showLabel, shows, type Counts } from '@gantry/ui';
import { memo, useEffect, useRef } from 'react';
import { sorts, type PrintersSearch, type Sort } from './view';

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

/** Search, who is shown, in which order; the address keeps all of it. */
export const Toolbar = memo(function Toolbar({ search, total, counts, onChange, onKeys }: Props) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the row is longer than the screen: what is chosen is in sight.
    const chosen = row.current?.querySelector<HTMLElement>(`[data-show="${search.show ?? ''}"]`);
    if (row.current && chosen) row.current.scrollLeft = chosen.offsetLeft - row.current.offsetLeft - besideChosen;
  }, [search.show]);
  return (
    <div className="toolbar" role="search" aria-label="Printers">
      <SearchField
        label="Search printers"
        placeholder="Name, model, file, address"
        q={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
        onLeave={() => firstShown('.printer-card [data-main]')?.focus()}
      />
      <div ref={row} className="shows" role="group" aria-label="Show">
        <ShowButton label="All" count={total} pressed={!search.show} onClick={() => onChange({ show: undefined })} />
        {shows
          .filter((show) => counts[show] || show === search.show)
          .map((show) => (
            <ShowButton key={show} show={show} label={showLabel(show)} count={counts[show] ?? 0} pressed={search.show === show} onClick={() => onChange({ show })} />
          ))}
      </div>
      <div className="toolbar-end">
        <NativeSelect
          aria-label="Sort by"
          className="sort"
          data={sorts}
          value={search.sort ?? 'need'}
          onChange={(event) => {
            const sort = event.currentTarget.value as Sort;
            onChange({ sort: sort === 'need' ? undefined : sort });
          }}
        />
        <ActionIcon className="keys-button" variant="default" aria-label="Keys" title="Keys (?)" onClick={onKeys}>
          ?
        </ActionIcon>
      </div>
    </div>
  );
}, same);
