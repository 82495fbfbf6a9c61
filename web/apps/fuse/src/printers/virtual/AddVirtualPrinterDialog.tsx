import { NativeSelect, TextInput } from '@mantine/core';
import { Dialog, DialogForm, Icon } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { printersQuery, type NewPrinter } from '../../api';
import { useAdd } from '../add/useAdd';
import { isVirtual, mostVirtual } from './VirtualBadge';
import './virtual.css';

const models = ['X1 Carbon', 'X1', 'P1P', 'P1S', 'A1 Mini', 'A1', 'Other'];
const nozzles = [0.2, 0.4, 0.6, 0.8] as const;
const amsUnits = ['None', '1 unit', '2 units', '3 units', '4 units'];

export function AddVirtualPrinterDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Add Virtual Printer" onClose={onClose}>
      <AddVirtualPrinterForm onDone={onClose} />
    </Dialog>
  );
}

/** Only the name is asked for; the rest has what most printers have. */
function AddVirtualPrinterForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('');
  const [model, setModel] = useState('X1 Carbon');
  const [nozzle, setNozzle] = useState<NewPrinter['nozzle_mm']>(0.4);
  const [ams, setAms] = useState(1);
  const count = useQuery(printersQuery).data?.filter(isVirtual).length ?? 0;
  const add = useAdd(onDone);
  const full = count >= mostVirtual;
  return (
    <DialogForm
      action="Add Printer"
      disabled={!name.trim() || full}
      pending={add.isPending}
      error={add.error}
      onCancel={onDone}
      onSubmit={() => add.mutate({ driver: 'virtual', name: name.trim(), model, nozzle_mm: nozzle, ams_units: ams })}
    >
      <p className="small dim">
        A simulated printer for tests and demonstrations. It prints, shows errors and has a camera like any other, and touches no
        real equipment.
      </p>
      <TextInput label="Printer Name" placeholder="Demo 1" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect label="Model" data={models} value={model} onChange={(event) => setModel(event.currentTarget.value)} />
      <div className="virtual-pair">
        <NativeSelect
          label="Nozzle"
          data={nozzles.map((size) => ({ value: String(size), label: `${size} mm` }))}
          value={String(nozzle)}
          onChange={(event) => setNozzle(nozzles.find((size) => String(size) === event.currentTarget.value))}
        />
        <NativeSelect
          label="AMS"
          data={amsUnits.map((label, units) => ({ value: String(units), label }))}
          value={String(ams)}
          onChange={(event) => setAms(Number(event.currentTarget.value))}
        />
      </div>
      <p className="small virtual-room" data-tone={full ? 'yellow' : undefined} role={full ? 'alert' : undefined}>
        {full && <Icon name="warning" size={16} />}
        <span>
          {full
            ? `This Fuse has all of its ${mostVirtual} virtual printers. Delete one to add another.`
            : `${count} of at most ${mostVirtual} virtual printers`}
        </span>
      </p>
    </DialogForm>
  );
}
