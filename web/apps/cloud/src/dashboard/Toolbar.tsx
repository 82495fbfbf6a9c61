import { Button } from '@mantine/core';
import { Icon, ListToolbar, firstShown, shows, type Counts } from '@gantry/ui';
import { memo } from 'react';
import { sorts, tagsOf, type DashboardSearch } from './search';

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

/** What every list of printers has, and here also their tags and the choice of several. */
export const Toolbar = memo(function Toolbar({ search, total, counts, tags, onChange, onKeys, onSelect, selecting }: Props) {
  const chosen = tagsOf(search);
  const offered = [...new Set([...chosen, ...tags.keys()])];
  const toggleTag = (tag: string) => {
    const next = chosen.includes(tag) ? chosen.filter((one) => one !== tag) : [...chosen, tag];
    onChange({ tags: next.join(',') || undefined });
  };
  return (
    <ListToolbar
      placeholder="Name, model, file, tag"
      search={search}
      sorts={sorts}
      total={total}
      counts={counts}
      onChange={onChange}
      onLeave={() => firstShown('[data-grid] :is([data-stage], a)')?.focus()}
      onKeys={onKeys}
      action={
        onSelect && (
          <Button variant={selecting ? 'filled' : 'default'} aria-pressed={selecting} leftSection={<Icon name="check" />} onClick={onSelect}>
            Select
          </Button>
        )
      }
    >
      {offered.length > 0 && (
        <div className="shows tags-row" role="group" aria-label="Tags">
          {offered.map((tag) => (
            <button key={tag} type="button" className="show" aria-pressed={chosen.includes(tag)} onClick={() => toggleTag(tag)}>
              <Icon name="tag" size={14} /> {tag} <span className="figures dim">{tags.get(tag) ?? 0}</span>
            </button>
          ))}
        </div>
      )}
    </ListToolbar>
  );
}, same);
