import type { NewPrinter, PrinterChange, PrinterView } from '../../api';
import type { FormField } from './forms';

/** What was typed into the fields of a driver's form, by their keys. */
export type Values = Record<string, string>;
export type Typed = Pick<NewPrinter, 'model' | 'serial' | 'access_code' | 'options'>;

/** As much of it as Fuse keeps. */
export const lengthOf = (field: FormField): number => (field.option ? 1024 : 64);

/** What is wrong with a value that is not empty, for whoever typed it; empty when nothing is. */
export function fieldError({ kind, length }: FormField, value: string): string {
  const text = value.trim();
  if (kind === 'port' && !(/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535)) return 'A port is a number from 1 to 65535.';
  if (kind === 'url' && !/^(https?|rtsps?):\/\/[^/?#@\s]+([/?#]\S*)?$/.test(text)) return 'It looks like http://192.168.0.30/stream, without a password.';
  return length > 0 && [...text].length !== length ? `It is ${length} characters long.` : '';
}

/** Nothing more must be typed into it. */
export const isFilled = (field: FormField, value: string): boolean =>
  value.trim() === '' ? !field.required : fieldError(field, value) === '';

/** The one under which a form says what the printer answers: the last that it must accept, or the last of all. */
export const answeringField = (fields: FormField[]): FormField | undefined => fields.findLast(({ kind }) => kind === 'secret') ?? fields.at(-1);

/** Values as Fuse takes them: a driver's own fields together, those that every printer has beside them. */
export function typedOf(fields: FormField[], valueOf: (field: FormField) => string): Typed {
  const valuesOf = (some: FormField[]): Values => Object.fromEntries(some.map((field) => [field.key, valueOf(field).trim()]));
  const options = fields.filter(({ option }) => option);
  return { ...valuesOf(fields.filter(({ option }) => !option)), ...(options.length > 0 && { options: valuesOf(options) }) };
}

const isStored = ({ stored_secrets: stored = [] }: PrinterView, { key }: FormField): boolean => stored.includes(key);

/** What a person may change of a printer that is here: who it is stays, and what is stored need not be typed again. */
export const changeable = (fields: FormField[], view: PrinterView): FormField[] =>
  fields.filter(({ option, kind }) => option || kind === 'secret').map((field) => (isStored(view, field) ? keepable(field) : field));

/** Keys of stored secrets without which the printer can be. */
export const removableOf = (fields: FormField[], view: PrinterView): string[] =>
  fields.filter((field) => field.option && !field.required && isStored(view, field)).map(({ key }) => key);

const keepable = (secret: FormField): FormField => ({ ...secret, required: false, hint: kept(secret.hint) });

const kept = (hint: string): string => (hint ? `${hint}. Leave empty to keep the present one` : 'Leave empty to keep the present one');

export const presentOf = ({ options = {} }: PrinterView, { key, option, kind }: FormField): string => (option && kind !== 'secret' ? (options[key] ?? '') : '');

/** What differs from what is there, and which stored secrets are to go. */
export function changeOf(view: PrinterView, fields: FormField[], values: Values, removed: string[]): Pick<PrinterChange, 'access_code' | 'options'> {
  const valueOf = (field: FormField) => values[field.key] ?? presentOf(view, field);
  const typed = typedOf(fields.filter((field) => valueOf(field).trim() !== presentOf(view, field)), valueOf);
  const gone = Object.fromEntries(removed.map((key) => [key, null]));
  return removed.length > 0 ? { ...typed, options: { ...typed.options, ...gone } } : typed;
}
