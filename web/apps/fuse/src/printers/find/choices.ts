import type { components } from '@gantry/api/fuse';
import type { NewPrinter } from '../../api';
import type { FormField, DriverForm } from '../add/forms';
import { keyOf, nameOf, type Found } from './discovery';

export type Verdict = components['schemas']['AccessVerdict'];
export type ProblemText = components['schemas']['ProblemText'];

/** What a person decided about a printer that was found. */
export interface Choice {
  selected: boolean;
  name: string;
  code: string;
  /** Why it could not be added. */
  refusal?: string;
}

export type Choices = Record<string, Choice>;

export const noChoice: Choice = { selected: false, name: '', code: '' };

/** The field of the form that the printer itself must accept. */
export const secretOf = (form: DriverForm | undefined): FormField | undefined => form?.fields.find(({ kind }) => kind === 'secret');

/** Worth trying: as long as it must be, or anything where no length is known. */
export const isWhole = (code: string, field: FormField | undefined): boolean =>
  Boolean(field) && (field!.length > 0 ? [...code].length === field!.length : code !== '');

/** Something that a person must still do before a selected printer can be added. */
export function missingOf(choice: Choice, field: FormField | undefined): string {
  if (!choice.name.trim()) return 'name';
  return field?.required && !choice.code ? field.label : '';
}

export interface Selected {
  key: string;
  found: Found;
  choice: Choice;
}

export const selectedOf = (printers: Found[], choices: Choices): Selected[] =>
  printers.flatMap((found) => {
    const key = keyOf(found.seen);
    const choice = choices[key];
    return choice?.selected && !found.known ? [{ key, found, choice }] : [];
  });

export function choose(before: Choice | undefined, found: Found, change: Partial<Choice>): Choice {
  const start = before ?? { ...noChoice, name: nameOf(found) };
  return { ...start, refusal: undefined, ...change };
}

export function bodyOf({ found: { seen }, choice }: Selected, field: FormField | undefined): NewPrinter {
  const body = { driver: seen.driver, name: choice.name.trim(), address: seen.address, model: seen.model, serial: seen.serial };
  return field && choice.code ? { ...body, [field.key]: choice.code } : body;
}
