import { Icon, StateBadge } from '@gantry/ui';
import { useState } from 'react';
import type { PrinterView } from '../../api';

/** What the generated camera sees, taken again when what it shows has changed. */
export function SimulatedPicture({ view: { printer, state, status, camera }, online }: { view: PrinterView; online: boolean }) {
  const reachable = online && state.connection === 'online' && camera.state !== 'disabled';
  const step = Math.floor(state.progress.percent / 5);
  const shows = [printer.name, state.activity, state.stage, step, state.light_on, ...state.faults.map(({ code }) => code)].join('-');
  const source = `/api/printers/${encodeURIComponent(printer.id)}/snapshot.jpg?max_age=0&shows=${encodeURIComponent(shows)}`;
  const [kept, setKept] = useState('');
  const name = `What the camera of ${printer.name} shows`;
  const loading = reachable && kept !== source;
  return (
    <div className="virtual-picture" data-offline={!reachable || undefined} aria-busy={loading}>
      {kept && <img src={kept} alt={loading ? '' : name} />}
      {loading && <img src={source} alt={name} onLoad={() => setKept(source)} />}
      {!reachable && (
        <p className="chip">
          <Icon name="offline" size={16} /> {camera.state === 'disabled' ? 'Cameras are off in Settings' : 'No picture while it is offline'}
        </p>
      )}
      <span className="virtual-picture-state">
        <StateBadge status={status} connection={state.connection} over />
      </span>
    </div>
  );
}
