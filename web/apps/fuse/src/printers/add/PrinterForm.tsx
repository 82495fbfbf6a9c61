import { TextInput } from '@mantine/core';
import { DialogForm } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { printersQuery, type PrinterView } from '../../api';
import { AccessNote } from './AccessNote';
import { AddField } from './AddField';
import { AddressField } from './AddressField';
import { isAddress } from './address';
import { answeringField, fieldError, isFilled, presentOf, typedOf, type Values } from './fields';
import type { DriverForm, FormField } from './forms';
import { useAdd } from './useAdd';
import { useIdentify } from './useIdentify';
import { useTypedAccess } from './useTypedAccess';

/** Name, IP address, and whatever else the driver asks for. */
export function PrinterForm({ form, onDone }: { form: DriverForm; onDone: () => void }) {
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [values, setValues] = useState<Values>({});
  const found = useIdentify(form.driver, address, rightOptions(form.fields, values));
  const add = useAdd(onDone);
  const valueOf = (field: FormField): string => values[field.key] || found.values[field.key] || unsaid(field);
  const body = { driver: form.driver, name: name.trim(), address: address.trim(), ...typedOf(form.fields, valueOf) };
  const access = useTypedAccess(form.fields, body, valueOf);
  const answering = answeringField(form.fields);
  const taken = useTaken(form, body, valueOf);
  const complete = body.name !== '' && isAddress(address) && form.fields.every((field) => isAddable(field, valueOf(field)));
  return (
    <DialogForm
      action="Add Printer"
      disabled={!complete || Boolean(taken.address || taken.serial)}
      pending={add.isPending}
      error={add.error}
      onCancel={onDone}
      onSubmit={() => add.mutate(body)}
    >
      <p className="small dim">{form.preparation}</p>
      <TextInput label="Printer Name" placeholder="Workshop X1 Carbon" data-autofocus required autoComplete="off" maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <AddressField value={address} error={taken.address} onChange={setAddress} />
      {form.fields.map((field) => (
        <AddField
          key={field.key}
          field={field}
          value={valueOf(field)}
          filled={Boolean(found.values[field.key]) && !values[field.key]}
          hint={field.kind === 'serial' ? found.hint : field.hint}
          error={field.kind === 'serial' ? taken.serial : ''}
          access={field === answering ? access : undefined}
          failures={form.failures}
          onChange={(value) => setValues((all) => ({ ...all, [field.key]: value }))}
        />
      ))}
      {!answering && <AccessNote access={access} failures={form.failures} />}
    </DialogForm>
  );
}

/** What stands in a field while neither a person nor the printer has said anything. */
const unsaid = ({ kind, choices }: FormField): string => (kind === 'choice' && choices.includes('Other') ? 'Other' : '');

/** A code that is too short may be added all the same: Fuse asks the printer. */
const isAddable = (field: FormField, value: string): boolean => (field.option ? isFilled(field, value) : !field.required || value.trim() !== '');

/** Some printers say who they are only to those who bring the driver's own fields. */
function rightOptions(fields: FormField[], values: Values): Values | undefined {
  const typed = fields.filter((field) => field.option && values[field.key]?.trim() && fieldError(field, values[field.key]!) === '');
  return typedOf(typed, ({ key }) => values[key]!).options;
}

/** Which printer is in this place already, or has this serial number; Fuse would refuse it. */
function useTaken({ driver, fields }: DriverForm, { address, serial }: { address: string; serial?: string }, valueOf: (field: FormField) => string) {
  const printers = useQuery(printersQuery).data ?? [];
  const named = (same: (view: PrinterView) => boolean) => printers.find(same)?.printer.name;
  const ports = fields.filter(({ kind }) => kind === 'port');
  const samePlace = (view: PrinterView) =>
    view.printer.driver === driver && address !== '' && view.address === address && ports.every((field) => presentOf(view, field) === valueOf(field).trim());
  const there = named(samePlace);
  const here = named(({ printer }) => Boolean(serial) && printer.serial === serial);
  return {
    address: there && !here ? `This is the address of “${there}” already.` : '',
    serial: here ? `This printer is here already, as “${here}”.` : '',
  };
}
