import { Button, TextInput } from '@mantine/core';
import { Dialog, DialogForm, Failure, Icon, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, type PrinterChange, type PrinterView } from '../api';
import { AddressField } from './add/AddressField';
import { isAddress } from './add/address';
import { EditFields } from './add/EditFields';
import { isFilled } from './add/fields';
import { formsQuery, type FormField } from './add/forms';
import { useChangedAccess, type Access } from './add/useAccess';
import { useEditedFields } from './add/useEditedFields';
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

/** What the printer says to a new address, code or field before it is saved, once nobody types any more. */
function useTriedChange(view: PrinterView, change: PrinterChange & { address: string }, whole: boolean): Access {
  const text = JSON.stringify(change);
  const settled = useSettled(text) === text;
  const differs = change.address !== view.address || Object.keys(change).length > 1;
  return useChangedAccess(view.printer.id, settled && differs && whole ? change : undefined);
}

function EditForm({ view, onDone }: { view: PrinterView; onDone: () => void }) {
  const [name, setName] = useState(view.printer.name);
  const [address, setAddress] = useState(view.address);
  const [switches, setSwitches] = useState(view.camera_switches ?? allOn);
  const simulated = isVirtual(view);
  const forms = useQuery({ ...formsQuery, enabled: !simulated });
  const change = useChange(view.printer.id, onDone);
  const form = forms.data?.find(({ driver }) => driver === view.printer.driver);
  const edited = useEditedFields(view, form);
  const reach = { address: address.trim(), ...edited.change };
  const filled = edited.fields.every((field) => isFilled(field, edited.valueOf(field)));
  const savable = edited.fields.every((field) => isSavable(field, edited.valueOf(field)));
  const access = useTriedChange(view, reach, !simulated && isAddress(address) && filled);
  return (
    <DialogForm
      action="Save"
      disabled={!name.trim() || (!simulated && !(isAddress(address) && savable))}
      pending={change.isPending}
      error={change.error}
      onCancel={onDone}
      onSubmit={() => {
        const body: PrinterChange = { name: name.trim(), ...(!simulated && reach) };
        if (JSON.stringify(switches) !== JSON.stringify(view.camera_switches ?? allOn)) body.camera_switches = switches;
        change.mutate(body);
      }}
    >
      {view.state.problem?.code === 'untrusted' && (
        <Certificate detail={view.state.problem.detail} pending={change.isPending} onAccept={() => change.mutate({ accept_certificate: true })} />
      )}
      <TextInput label="Printer Name" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {!simulated && <AddressField value={address} onChange={setAddress} />}
      {forms.isLoading && <Loading what="what else it asks for" />}
      {forms.error && !forms.data && <Failure error={forms.error} onRetry={() => void forms.refetch()} />}
      <EditFields edited={edited} form={form} access={access} />
      {view.printer.camera !== 'none' && <CameraSwitches switches={switches} onChange={setSwitches} />}
    </DialogForm>
  );
}

/** As when it is added, a code of another length may be saved: Fuse asks the printer. */
const isSavable = (field: FormField, value: string): boolean => !field.option || isFilled(field, value);

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
