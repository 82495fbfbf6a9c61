import { useState } from 'react';
import type { PrinterView } from '../../api';
import { changeOf, changeable, presentOf, removableOf, type Values } from './fields';
import type { DriverForm, FormField } from './forms';

/** What somebody types into the fields of a printer that is here, and which of its stored secrets are to go. */
export function useEditedFields(view: PrinterView, form: DriverForm | undefined) {
  const [values, setValues] = useState<Values>({});
  const [removed, setRemoved] = useState<string[]>([]);
  const all = form?.fields ?? [];
  const fields = changeable(all, view);
  const removable = removableOf(all, view);
  const keep = (key: string) => setRemoved((keys) => keys.filter((one) => one !== key));
  const type = (key: string, value: string) => setValues((before) => ({ ...before, [key]: value }));
  return {
    fields,
    valueOf: (field: FormField): string => values[field.key] ?? presentOf(view, field),
    isRemoved: ({ key }: FormField): boolean => removed.includes(key),
    isRemovable: ({ key }: FormField): boolean => removable.includes(key),
    change: changeOf(view, fields, values, removed),
    keep,
    type(key: string, value: string) {
      keep(key);
      type(key, value);
    },
    remove(key: string) {
      type(key, '');
      setRemoved((keys) => [...keys, key]);
    },
  };
}

export type EditedFields = ReturnType<typeof useEditedFields>;
