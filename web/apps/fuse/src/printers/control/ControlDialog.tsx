import type { Command } from '@gantry/api';
import { Dialog } from '@gantry/ui';
import { useCommand } from '@gantry/ui/control';
import { ControlSection, HeatDialog, HeatTiles, PrinterControls, heatersOf } from '@gantry/ui/control/panel';
import { useState } from 'react';
import { fuse, type PrinterView } from '../../api';
import './controlDialog.css';

interface Props {
  view: PrinterView;
  onClose: () => void;
}

export function ControlDialog({ view: { printer, state }, onClose }: Props) {
  const { id, name, limits } = printer;
  const post = (body: Command) => fuse('post', '/api/printers/{id}/command', { path: { id }, body });
  const command = useCommand(post);
  const [setting, setSetting] = useState<string>();
  if (!limits) return null;
  const online = state.connection === 'online';
  const heaters = heatersOf(state, limits);
  const chosen = heaters.find(({ key }) => key === setting);
  return (
    <>
      <Dialog opened title={`Control ${name}`} onClose={onClose} size="lg">
        <div className="control-dialog">
          <ControlSection title="Temperatures" printer={name} command={command} why={online ? undefined : 'The printer is not connected.'}>
            <HeatTiles heaters={heaters} printer={name} onSet={online ? ({ key }) => setSetting(key) : undefined} />
          </ControlSection>
          <PrinterControls name={name} limits={limits} state={state} post={post} />
        </div>
      </Dialog>
      {chosen?.set && (
        <HeatDialog
          heater={{ ...chosen, set: chosen.set }}
          printer={name}
          onClose={() => setSetting(undefined)}
          onSet={(celsius) => {
            setSetting(undefined);
            command.send(chosen.set!.action, celsius);
          }}
        />
      )}
    </>
  );
}
