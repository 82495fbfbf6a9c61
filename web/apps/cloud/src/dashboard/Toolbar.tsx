import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { Icon, SearchField, ShowButton, firstShown, showLabel, shows, type Counts } from '@gantry/ui';
import { memo } from 'react';
import { sorts, tagsOf, type DashboardSearch, type Sort } from './search';

interface Props {
  search: DashboardSearch;
  total: number;
  counts: Counts;
  tags: Map<string, number>;
  onChange: (change: Partial<DashboardSearch>) => void;
  onKeys: () => void;
  /** Absent where nothing can be done with a choice. */
  onSelect?: () => void;
  selecting: boolean;
}

/** What is done with it follows from what is compared. */
const same = (before: Props, after: Props): boolean =>
  before.search === after.search &&
  before.total === after.total &&
  before.selecting === after.selecting &&
  !before.onSelect === !after.onSelect &&
  before.tags.size === after.tags.size &&
  [...before.tags].every(([tag, count]) => after.tags.get(tag) === count) &&
  shows.every((show) => before.counts[show] === after.counts[show]);

/** Search, who is shown, in which order; the address keeps all of it. */
export const Toolbar = memo(function Toolbar({ search, total, counts, tags, onChange, onKeys, onSelect, selecting }: Props) {
  const chosen = tagsOf(search);
  const offered = [...new Set([...chosen, ...tags.keys()])];
  const toggleTag = (tag: string) => {
    const next = chosen.includes(tag) ? chosen.filter((one) => one !== tag) : [...chosen, tag];
    onChange({ tags: next.join(',') || undefined });
  };
  return (
    <div className="toolbar" role="search" aria-label="Printers">
      <SearchField
        label="Search printers"
        placeholder="Name, model, file, tag"
        q={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
        onLeave={() => firstShown('[data-grid] :is([data-stage], a)')?.focus()}
      />
      <div className="shows" role="group" aria-label="Show">
        <ShowButton label="All" count={total} pressed={!search.show} onClick={() => onChange({ show: undefined })} />
        {shows
          .filter((show) => counts[show] || show === search.show)
          .map((show) => (
            <ShowButton key={show} show={show} label={showLabel(show)} count={counts[show] ?? 0} pressed={search.show === show} onClick={() => onChange({ show })} />
          ))}
      </div>
      <div className="toolbar-end">
        {onSelect && (
          <Button variant={selecting ? 'filled' : 'default'} aria-pressed={selecting} leftSection={<Icon name="check" />} onClick={onSelect}>
            Select
          </Button>
        )}
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
      {offered.length > 0 && (
        <div className="shows tags-row" role="group" aria-label="Tags">
          {offered.map((tag) => (
            <button key={tag} type="button" className="show" aria-pressed={chosen.includes(tag)} onClick={() => toggleTag(tag)}>
              <Icon name="tag" size={14} /> {tag} <span className="figures dim">{tags.get(tag) ?? 0}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}, same);
