import { Button, TextInput } from '@mantine/core';
import { Dialog, FormError, Icon } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, type PrinterChange, type PrinterView } from '../api';
import { AccessNote } from './add/AccessNote';
import { typedCode } from './add/forms';
import { useChangedAccess } from './add/useAccess';
import { isAddress } from './add/useIdentify';
import { useSettled } from './add/useSettled';
import { isVirtual } from './virtual/VirtualBadge';
import { CameraSwitches, allOn } from './CameraSwitches';

interface Props {
  view: PrinterView;
  opened: boolean;
  onClose: () => void;
}

export function EditPrinterDialog({ view, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={`Edit ${view.printer.name}`} onClose={onClose}>
      <EditForm view={view} onDone={onClose} />
    </Dialog>
  );
}

function useChange(id: string, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: PrinterChange) => fuse('patch', '/api/printers/{id}', { path: { id }, body }),
    onSuccess: (changed: PrinterView) => {
      cache.setQueryData(printersQuery.queryKey, (all) => all?.map((one) => (one.printer.id === id ? changed : one)));
      onDone();
    },
  });
}

const wholeCode = 8;

/** What the printer says to a new address or code before it is saved, once nobody types any more. */
function useTriedChange({ printer, address: present }: PrinterView, address: string, code: string) {
  const change = JSON.stringify({ address, access_code: code } satisfies PrinterChange);
  const settled = useSettled(change) === change;
  const differs = address !== present || code !== '';
  const whole = isAddress(address) && (code === '' || code.length >= wholeCode);
  return useChangedAccess(printer.id, settled && differs && whole ? (JSON.parse(change) as PrinterChange) : undefined);
}

function EditForm({ view, onDone }: { view: PrinterView; onDone: () => void }) {
  const [name, setName] = useState(view.printer.name);
  const [address, setAddress] = useState(view.address);
  const [code, setCode] = useState('');
  const [switches, setSwitches] = useState(view.camera_switches ?? allOn);
  const change = useChange(view.printer.id, onDone);
  const access = useTriedChange(view, address.trim(), code.trim());
  const simulated = isVirtual(view);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const body: PrinterChange = { name: name.trim() };
        if (!simulated) body.address = address.trim();
        if (code.trim()) body.access_code = code.trim();
        if (JSON.stringify(switches) !== JSON.stringify(view.camera_switches ?? allOn)) body.camera_switches = switches;
        change.mutate(body);
      }}
    >
      {view.state.problem?.code === 'untrusted' && (
        <Certificate detail={view.state.problem.detail} pending={change.isPending} onAccept={() => change.mutate({ accept_certificate: true })} />
      )}
      <TextInput label="Printer Name" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {!simulated && (
        <>
          <TextInput label="IP Address" required inputMode="decimal" value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
          <div>
            <TextInput label="Access Code" description="Leave empty to keep the present one" autoComplete="off" maxLength={64} value={code} onChange={(event) => setCode(typedCode(event.currentTarget.value))} />
            <AccessNote access={access} />
          </div>
        </>
      )}
      {view.printer.camera !== 'none' && <CameraSwitches switches={switches} onChange={setSwitches} />}
      <FormError error={change.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={change.isPending} disabled={!name.trim() || (!simulated && !isAddress(address))}>
          Save
        </Button>
      </div>
    </form>
  );
}

/** A changed certificate stops the connection until a person who knows why says so. */
function Certificate({ detail, pending, onAccept }: { detail: string; pending: boolean; onAccept: () => void }) {
  return (
    <div className="printer-problems" data-tone="yellow">
      <p>
        <Icon name="warning" size={16} /> <span>{detail}</span>
      </p>
      <p className="small">Accept it only if the printer was reset or replaced. Otherwise another device answers at its address.</p>
      <Button variant="default" loading={pending} onClick={onAccept}>
        Accept the Changed Certificate
      </Button>
    </div>
  );
}
