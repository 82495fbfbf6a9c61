import type { PrinterState, Temperature } from '@gantry/api';

export function Temperatures({ state: { nozzle, bed, chamber } }: { state: PrinterState }) {
  return (
    <dl className="temperatures">
      <Reading name="Nozzle" value={nozzle} />
      <Reading name="Bed" value={bed} />
      {chamber && <Reading name="Chamber" value={chamber} />}
    </dl>
  );
}

function Reading({ name, value: { actual_c, target_c } }: { name: string; value: Temperature }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">
        {Math.round(actual_c)}°{target_c > 0 && <span className="dim"> / {Math.round(target_c)}°</span>}
      </dd>
    </div>
  );
}
