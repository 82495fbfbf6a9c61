import type { FilamentSlot, FilamentUnit } from '@gantry/api';
import { memo } from 'react';
import { Icon } from '../parts/Icon';
import './filament.css';
import { cssColour, dryingText, humidityText, slotText, unitName } from './filamentText';

interface Props {
  units: FilamentUnit[];
  external: FilamentSlot[];
}

/** Every AMS as a strip of cells, and the external spool: colour, material and what is left; hatched = empty, "?" = unknown. */
export const Filament = memo(function Filament({ units, external }: Props) {
  if (units.length === 0 && external.length === 0) return null;
  return (
    <div className="filament">
      {units.map((unit) => (
        <Unit key={unit.unit} unit={unit} />
      ))}
      {external.map((spool) => (
        <External key={spool.slot} spool={spool} side={external.length > 1 ? (spool.slot === 0 ? 'right' : 'left') : ''} />
      ))}
    </div>
  );
});

function Unit({ unit }: { unit: FilamentUnit }) {
  const name = unitName(unit);
  const humidity = humidityText(unit);
  const drying = dryingText(unit);
  return (
    <div className="strip-group" role="group" aria-label={name} data-cells={Math.max(1, unit.slots.length)}>
      <p className="strip-head dim">
        <span>{name}</span>
        {drying && <span className="strip-drying">{drying}</span>}
        {humidity && (
          <span className="strip-humidity figures" title={`Humidity ${humidity}${typeof unit.temperature_c === 'number' ? `, ${Math.round(unit.temperature_c)} °C` : ''}; level 5 is dry`}>
            <Icon name="drop" size={12} /> {humidity}
          </span>
        )}
      </p>
      <ul className="strip">
        {unit.slots.map((slot) => (
          <Cell key={slot.slot} slot={slot} text={slotText(slot)} />
        ))}
      </ul>
    </div>
  );
}

function External({ spool, side }: { spool: FilamentSlot; side: string }) {
  const name = side ? `External ${side}` : 'External';
  return (
    <div className="strip-group" role="group" aria-label={`${name} spool`} data-cells={1}>
      <p className="strip-head dim">
        <span>{side ? `Ext. ${side}` : 'External'}</span>
      </p>
      <ul className="strip">
        <Cell slot={spool} text={slotText(spool, `${name} spool`)} />
      </ul>
    </div>
  );
}

function Cell({ slot, text }: { slot: FilamentSlot; text: string }) {
  const { loaded, material, colour, remaining_percent, active } = slot;
  const known = remaining_percent >= 0 && remaining_percent <= 100;
  return (
    <li className="cell" data-empty={!loaded || undefined} data-active={active || undefined} title={text}>
      <span className="cell-colour" aria-hidden style={loaded ? { background: filled(cssColour(colour), known ? remaining_percent : 100) } : undefined} />
      <span className="visually-hidden">{text}</span>
      <span className="cell-material" aria-hidden>
        {loaded ? material || '?' : 'Empty'}
      </span>
      <span className="cell-left figures" aria-hidden>
        {loaded ? (known ? `${remaining_percent}%` : '?') : '\u00a0'}
      </span>
    </li>
  );
}

/** What is used up is veiled from above. */
const filled = (colour: string, percent: number): string => (percent === 100 ? colour : `linear-gradient(var(--used) ${100 - percent}%, transparent 0), ${colour}`);
