import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Dialog, FormError, Icon } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, type NewPrinter, type PrinterView } from '../../api';
import { isAddress, useIdentify } from './useIdentify';

const models = ['X1 Carbon', 'X1', 'P1P', 'P1S', 'A1 Mini', 'A1', 'Other'];

export function AddPrinterDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Add a physical printer" onClose={onClose}>
      <AddPrinterForm onDone={onClose} />
    </Dialog>
  );
}

function AddPrinterForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [model, setModel] = useState('');
  const [serial, setSerial] = useState('');
  const [code, setCode] = useState('');
  const found = useIdentify(address);
  const add = useAdd(onDone);
  const shownModel = model || found.model || 'Other';
  const complete = name.trim() !== '' && isAddress(address) && code.trim() !== '';
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({
          name: name.trim(),
          address: address.trim(),
          model: shownModel,
          serial: (serial || found.serial).trim(),
          access_code: code.trim(),
        });
      }}
    >
      <p className="small dim">The printer needs both LAN Mode and Developer Mode, set on its own screen under Settings → Network.</p>
      <TextInput label="Printer Name" placeholder="Workshop X1 Carbon" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label="IP Address" placeholder="192.168.0.30" required inputMode="decimal" autoComplete="off" value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
      <NativeSelect label="Model" data={models.includes(shownModel) ? models : [...models, shownModel]} value={shownModel} onChange={(event) => setModel(event.currentTarget.value)} />
      <TextInput
        label="Device Serial Number"
        description={found.hint}
        autoComplete="off"
        value={serial || found.serial}
        onChange={(event) => setSerial(event.currentTarget.value)}
        rightSection={found.serial && !serial ? <Icon name="check" /> : undefined}
      />
      <TextInput label="Access Code" description="8 digits, on the printer’s screen beside LAN Mode" required autoComplete="off" value={code} onChange={(event) => setCode(event.currentTarget.value)} />
      <FormError error={add.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending} disabled={!complete}>
          Add Printer
        </Button>
      </div>
    </form>
  );
}

function useAdd(onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPrinter) => fuse('post', '/api/printers', { body }),
    onSuccess: (added: PrinterView) => {
      cache.setQueryData(printersQuery.queryKey, (all) =>
        all?.some(({ printer }) => printer.id === added.printer.id) ? all : [...(all ?? []), added],
      );
      onDone();
    },
  });
}
