import { ActionIcon, NativeSelect } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { SearchField } from './SearchField';
import { ShowButton } from './ShowButton';
import { showLabel, shows, type Counts, type Show } from './shows';

interface ListSearch<Sort> {
  q?: string;
  show?: Show;
  sort?: Sort;
}

interface Props<Sort> {
  placeholder: string;
  search: ListSearch<Sort>;
  sorts: Array<{ value: Sort; label: string }>;
  total: number;
  counts: Counts;
  onChange: (change: ListSearch<Sort>) => void;
  onLeave: () => void;
  onKeys: () => void;
  /** The row of states. */
  showsRef?: Ref<HTMLDivElement>;
  /** Before the order. */
  action?: ReactNode;
  /** Beneath. */
  children?: ReactNode;
}

/** Search, who is shown, in which order; the address keeps all of it. */
export function ListToolbar<Sort extends string>({ placeholder, search, sorts, total, counts, onChange, onLeave, onKeys, showsRef, action, children }: Props<Sort>) {
  return (
    <div className="toolbar" role="search" aria-label="Printers">
      <SearchField label="Search printers" placeholder={placeholder} q={search.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} onLeave={onLeave} />
      <div ref={showsRef} className="shows" role="group" aria-label="Show">
        <ShowButton label="All" count={total} pressed={!search.show} onClick={() => onChange({ show: undefined })} />
        {shows
          .filter((show) => counts[show] || show === search.show)
          .map((show) => (
            <ShowButton key={show} show={show} label={showLabel(show)} count={counts[show] ?? 0} pressed={search.show === show} onClick={() => onChange({ show })} />
          ))}
      </div>
      <div className="toolbar-end">
        {action}
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
      {children}
    </div>
  );
}
