import { PictureTools, type Live } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { cloud, may, sessionQuery, type PrinterView } from '../../api';

/** The tools of a running picture, with the light for those who may control the printer. */
export function CameraTools({ view: { printer, state }, live }: { view: PrinterView; live: Live }) {
  const controls = may(useQuery(sessionQuery).data, 'printer.control');
  const on = state.connection === 'online' && controls ? state.light_on : undefined;
  const command = useMutation({
    mutationFn: () => cloud('post', '/api/printers/{id}/command', { path: { id: printer.id }, body: { action: on ? 'light_off' : 'light_on' } }),
  });
  const lamp = typeof on === 'boolean' ? { on, busy: command.isPending, problem: command.error?.message, toggle: () => command.mutate() } : undefined;
  return <PictureTools name={printer.name} phase={live.phase} lamp={lamp} />;
}
