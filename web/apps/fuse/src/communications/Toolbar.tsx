import { Button, TextInput } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { directions } from './text';
import type { Direction } from './types';

interface Props {
  printer: string;
  shown: readonly Direction[];
  onShown: (shown: Direction[]) => void;
  search: string;
  onSearch: (search: string) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  paused: boolean;
  onPaused: (paused: boolean) => void;
  waiting: number;
  onClear: () => void;
}

const every = Object.keys(directions) as Direction[];

export function Toolbar({ printer, shown, onShown, search, onSearch, follow, onFollow, paused, onPaused, waiting, onClear }: Props) {
  return (
    <div className="talk-tools">
      <div className="talk-chips" role="group" aria-label="Directions">
        {every.map((direction) => (
          <Toggle
            key={direction}
            on={shown.includes(direction)}
            icon={directions[direction].icon}
            label={directions[direction].label}
            onClick={() => onShown(every.filter((other) => (other === direction) !== shown.includes(other)))}
          />
        ))}
      </div>
      <TextInput
        className="talk-search"
        type="search"
        data-search
        aria-keyshortcuts="/"
        aria-label="Search in the messages"
        placeholder="Search"
        leftSection={<Icon name="search" size={16} />}
        maxLength={100}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      <div className="talk-chips" role="group" aria-label="Actions">
        <Toggle on={follow && !paused} icon="end" label="Follow" disabled={paused} onClick={() => onFollow(!follow)} />
        <Toggle on={paused} icon={paused ? 'play' : 'pause'} label={paused ? `Resume${waiting > 0 ? ` (${waiting} new)` : ''}` : 'Pause'} onClick={() => onPaused(!paused)} />
        <Button
          component="a"
          variant="default"
          href={`/api/printers/${encodeURIComponent(printer)}/communications/download`}
          download
          leftSection={<Icon name="download" />}
        >
          Download
        </Button>
        <Button variant="default" leftSection={<Icon name="trash" />} onClick={onClear}>
          Clear
        </Button>
      </div>
    </div>
  );
}

interface ToggleProps {
  on: boolean;
  icon: 'up' | 'down-arrow' | 'link' | 'end' | 'play' | 'pause';
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

function Toggle({ on, icon, label, disabled, onClick }: ToggleProps) {
  return (
    <button type="button" className="talk-chip" aria-pressed={on} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={16} /> {label}
    </button>
  );
}
