import { useEffect, useRef } from 'react';
import { Icon } from '../parts/Icon';
import { groups, type PaletteEntry } from './entries';

interface Props {
  shown: PaletteEntry[];
  current: number;
  doing: PaletteEntry | undefined;
  onChoose: (entry: PaletteEntry) => void;
  onPoint: (index: number) => void;
}

export const optionId = ({ id }: PaletteEntry): string => `palette-${id}`;

/** What was found, under the names of its groups; the field above says which of them is chosen. */
export function PaletteList({ shown, current, doing, onChoose, onPoint }: Props) {
  const order = [...new Set(shown.map(({ group }) => group))];
  return (
    <div id="palette-options" className="palette-options" role="listbox" aria-label="Found">
      {order.map((group) => (
        <div key={group} role="group" aria-labelledby={`palette-group-${groups.indexOf(group)}`}>
          <p id={`palette-group-${groups.indexOf(group)}`} className="palette-group small dim" role="presentation">
            {group}
          </p>
          {shown.map((entry, index) =>
            entry.group === group ? (
              <Option key={entry.id} entry={entry} chosen={index === current} busy={entry === doing} onChoose={onChoose} onPoint={() => onPoint(index)} />
            ) : null,
          )}
        </div>
      ))}
    </div>
  );
}

interface OptionProps {
  entry: PaletteEntry;
  chosen: boolean;
  busy: boolean;
  onChoose: (entry: PaletteEntry) => void;
  onPoint: () => void;
}

function Option({ entry, chosen, busy, onChoose, onPoint }: OptionProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus and the keys stay in the field
    <div ref={line} id={optionId(entry)} className="palette-option" role="option" aria-selected={chosen} aria-busy={busy || undefined} onClick={() => onChoose(entry)} onPointerMove={onPoint}>
      <Icon name={entry.icon} />
      <span className="palette-name">{entry.title}</span>
      {entry.hint && <span className="palette-hint small dim">{entry.hint}</span>}
    </div>
  );
}
