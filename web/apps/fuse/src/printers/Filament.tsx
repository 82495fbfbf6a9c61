import type { FilamentSlot, FilamentUnit } from '@gantry/api';
import { Icon } from '@gantry/ui';
import { cssColour, slotText } from './filamentText';

/** Every AMS as a strip of cells: colour, material and what is left; hatched = empty, "?" = unknown. */
export function Filament({ units }: { units: FilamentUnit[] }) {
  if (units.length === 0) return null;
  return (
    <div className="filament">
      {units.map((unit) => (
        <div key={unit.unit} role="group" aria-label={`AMS ${unit.unit + 1}`}>
          <div className="filament-head small dim">
            <span>AMS {unit.unit + 1}</span>
            {unit.humidity_level > 0 && (
              <span className="filament-humidity" title="Humidity level, 5 is dry">
                <Icon name="drop" size={13} /> {unit.humidity_level}
                {typeof unit.temperature_c === 'number' && ` · ${Math.round(unit.temperature_c)}°`}
              </span>
            )}
          </div>
          <ul className="strip">
            {unit.slots.map((slot) => (
              <Cell key={slot.slot} slot={slot} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Cell({ slot }: { slot: FilamentSlot }) {
  const { loaded, material, colour, remaining_percent, active } = slot;
  const known = remaining_percent >= 0 && remaining_percent <= 100;
  return (
    <li className="cell" data-empty={!loaded || undefined} data-active={active || undefined} title={slotText(slot)}>
      <span className="cell-colour" aria-hidden style={loaded ? { background: cssColour(colour) } : undefined}>
        {loaded && known && <i style={{ height: `${100 - remaining_percent}%` }} />}
      </span>
      <span className="visually-hidden">{slotText(slot)}</span>
      <span className="cell-material" aria-hidden>
        {loaded ? material || '?' : 'Empty'}
      </span>
      {loaded && (
        <span className="cell-left figures" aria-hidden>
          {known ? `${remaining_percent}%` : '?'}
        </span>
      )}
    </li>
  );
}
