import { Age, Badge, connectionLook, type Look } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { fusesQuery, type PrinterView } from '../api';

/** What it is, and how it is connected. */
export function MachinePanel({ view: { printer, state } }: { view: PrinterView }) {
  const link = state.wired ? 'Cable' : state.wifi_dbm !== 0 ? `Wi-Fi ${state.wifi_dbm} dBm` : undefined;
  return (
    <dl className="machine">
      <Row name="Connection" value={<Badge look={connectionLook(state.connection)} />} />
      <Row name="Last report" value={state.last_report_at > 0 ? <Age at={state.last_report_at} /> : 'none yet'} />
      <Row name="Model" value={printer.model} />
      <Row name="Serial" value={<span className="mono">{printer.serial}</span>} />
      {state.firmware && <Row name="Firmware" value={<span className="mono">{state.firmware}</span>} />}
      {link && <Row name="Network" value={link} />}
      {state.nozzle_diameter_mm > 0 && <Row name="Nozzle" value={`${state.nozzle_diameter_mm} mm`} />}
    </dl>
  );
}

const online: Look = { label: 'Connected', icon: 'check', tone: 'green' };
const offline: Look = { label: 'Offline', icon: 'offline', tone: 'gray' };

/** The program beside the printer through which all of this comes. */
export function FusePanel({ id }: { id: string }) {
  const host = useQuery(fusesQuery).data?.find((one) => one.id === id);
  return (
    <dl className="machine">
      <Row name="Name" value={<Link to="/fuses">{host?.host_name || 'All Fuses'}</Link>} />
      <Row name="State" value={host ? <Badge look={host.online ? online : offline} /> : '–'} />
      <Row name="Software" value={host?.software || '–'} />
    </dl>
  );
}

function Row({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
