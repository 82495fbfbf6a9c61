import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { memo, useRef } from 'react';
import { showLabel, shows, sorts, type Counts, type PrintersSearch, type Show, type Sort } from './view';

interface Props {
  search: PrintersSearch;
  total: number;
  counts: Counts;
  onChange: (change: PrintersSearch) => void;
  onKeys: (open: boolean) => void;
}

const same = (before: Props, after: Props): boolean =>
  before.search === after.search &&
  before.total === after.total &&
  before.onChange === after.onChange &&
  shows.every((show) => before.counts[show] === after.counts[show]);

/** Search, who is shown, in which order; the address keeps all of it. */
export const Toolbar = memo(function Toolbar({ search, total, counts, onChange, onKeys }: Props) {
  return (
    <div className="toolbar" role="search" aria-label="Printers">
      <Search q={search.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} />
      <div className="shows" role="group" aria-label="Show">
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
        <ActionIcon className="keys-button" variant="default" aria-label="Keys" title="Keys (?)" onClick={() => onKeys(true)}>
          ?
        </ActionIcon>
      </div>
    </div>
  );
}, same);

/** Keeps its own text: the address follows it, never the other way round while somebody types. */
function Search({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const clear = () => {
    if (field.current) field.current.value = '';
    onChange('');
    field.current?.focus();
  };
  return (
    <TextInput
      ref={field}
      className="search"
      type="search"
      aria-label="Search printers"
      aria-keyshortcuts="/"
      placeholder="Name, model, file, address"
      data-search
      maxLength={100}
      autoComplete="off"
      defaultValue={q}
      leftSection={<Icon name="search" size={17} />}
      rightSection={
        q && (
          <button type="button" className="search-clear" aria-label="Clear the search" onClick={clear}>
            <Icon name="close" size={16} />
          </button>
        )
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') clear();
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        // The rest of this Enter would press what it leads to.
        event.preventDefault();
        document.querySelector<HTMLElement>('.printer-card [data-main]')?.focus();
      }}
    />
  );
}

const tones: Record<Show, string> = { attention: 'red', printing: 'green', waiting: 'purple', needs_configuration: 'yellow', ready: 'blue', offline: 'gray' };

function ShowButton({ show, label, count, pressed, onClick }: { show?: Show; label: string; count: number; pressed: boolean; onClick: () => void }) {
  return (
    <button type="button" className="show" aria-pressed={pressed} data-tone={show && tones[show]} onClick={onClick}>
      {show && <i aria-hidden />}
      {label} <span className="figures dim">{count}</span>
    </button>
  );
}
