import { Button, TextInput } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, type NewPrinter, type PrinterView } from '../../api';
import { AddField } from './AddField';
import type { DriverForm } from './forms';
import { isAddress, useIdentify } from './useIdentify';
import { useTypedAccess } from './useTypedAccess';

/** Name, IP address, and whatever else the driver asks for. */
export function PrinterForm({ form, onDone }: { form: DriverForm; onDone: () => void }) {
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [values, setValues] = useState<Record<string, string>>({});
  const [touched, setTouched] = useState(false);
  const found = useIdentify(form.driver, address);
  const add = useAdd(onDone);
  const valueOf = (key: string): string => values[key] || found.values[key] || (key === 'model' ? 'Other' : '');
  const body = {
    driver: form.driver,
    name: name.trim(),
    address: address.trim(),
    ...Object.fromEntries(form.fields.map(({ key }) => [key, valueOf(key).trim()])),
  };
  const access = useTypedAccess(form, body, isAddress(address));
  const taken = useTaken(body.address, valueOf('serial'));
  const complete = body.name !== '' && isAddress(address) && form.fields.every(({ key, required }) => !required || valueOf(key).trim() !== '');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(body);
      }}
    >
      <p className="small dim">{form.preparation}</p>
      <TextInput label="Printer Name" placeholder="Workshop X1 Carbon" data-autofocus required autoComplete="off" maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput
        label="IP Address"
        placeholder="192.168.0.30"
        required
        inputMode="decimal"
        autoComplete="off"
        maxLength={64}
        value={address}
        error={taken.address || (touched && addressError(address))}
        onBlur={() => setTouched(address.trim() !== '')}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {form.fields.map((field) => (
        <AddField
          key={field.key}
          field={field}
          value={valueOf(field.key)}
          filled={Boolean(found.values[field.key]) && !values[field.key]}
          hint={field.kind === 'serial' ? found.hint : field.hint}
          error={field.kind === 'serial' ? taken.serial : ''}
          access={field.kind === 'secret' ? access : undefined}
          onChange={(value) => setValues((all) => ({ ...all, [field.key]: value }))}
        />
      ))}
      <FormError error={add.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending} disabled={!complete || Boolean(taken.address || taken.serial)}>
          Add Printer
        </Button>
      </div>
    </form>
  );
}

function addressError(address: string): string {
  if (isAddress(address)) return '';
  return address.includes(':') ? 'This is an IPv6 address; printers are reached by their IPv4 address, like 192.168.0.30.' : 'An IP address looks like 192.168.0.30.';
}

/** Which printer has this address or serial number already; Fuse would refuse it. */
function useTaken(address: string, serial: string) {
  const printers = useQuery(printersQuery).data ?? [];
  const named = (same: (view: PrinterView) => boolean) => printers.find(same)?.printer.name;
  const there = named((view) => address !== '' && view.address === address);
  const here = named(({ printer }) => serial !== '' && printer.serial === serial);
  return {
    address: there && !here ? `This is the address of “${there}” already.` : '',
    serial: here ? `This printer is here already, as “${here}”.` : '',
  };
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
