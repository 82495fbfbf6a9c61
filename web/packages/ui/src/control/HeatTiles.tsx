import { Icon } from '../parts/Icon';
import './control.css';
import type { Heater } from './heaters';

interface Props {
  heaters: Heater[];
  printer: string;
  /** Absent: nothing can be set. */
  onSet?: ((heater: Heater) => void) | undefined;
}

/** Actual and target in large figures; those that can be set are buttons. */
export function HeatTiles({ heaters, printer, onSet }: Props) {
  return (
    <ul className="heat-tiles" aria-label={`Temperatures of ${printer}`}>
      {heaters.map((heater) => (
        <li key={heater.key}>
          {onSet && heater.set ? (
            <button type="button" className="heat-tile" aria-haspopup="dialog" onClick={() => onSet(heater)}>
              <Figures heater={heater} />
              <span className="heat-edit">
                <Icon name="edit" size={15} />
                <span className="visually-hidden">Set it</span>
              </span>
            </button>
          ) : (
            <div className="heat-tile">
              <Figures heater={heater} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Figures({ heater: { key, name, value, active } }: { heater: Heater }) {
  const { actual_c, target_c } = value;
  return (
    <>
      <span className="heat-name" data-heat={key}>
        {name}
        {active && ', active'}
      </span>
      <span className="heat-actual figures">{Math.round(actual_c)}°</span>
      <span className="heat-target small figures">{target_c > 0 ? `Target ${Math.round(target_c)}°` : 'Off'}</span>
    </>
  );
}
