import type { components } from '@gantry/api/fuse';
import type { NewPrinter } from '../../api';
import { isFilled, typedOf, type Values } from '../add/fields';
import type { FormField, DriverForm } from '../add/forms';
import { keyOf, nameOf, type Found } from './discovery';

export type Verdict = components['schemas']['AccessVerdict'];
export type ProblemText = components['schemas']['ProblemText'];

/** What a person decided about a printer that was found. */
export interface Choice {
  selected: boolean;
  name: string;
  values: Values;
  /** Why it could not be added. */
  refusal?: string;
}

export type Choices = Record<string, Choice>;

export const noChoice: Choice = { selected: false, name: '', values: {} };

/** The forms of each kind of printer, by its driver. */
export type FormOf = (driver: string) => DriverForm | undefined;

/** What must be typed for a printer: what it did not say of itself, and its secrets. */
export const askedOf = ({ seen }: Found, form: DriverForm | undefined): FormField[] =>
  form?.fields.filter(({ key, kind, option, required }) => kind === 'secret' || (required && !(option ? seen.options?.[key] : key in seen))) ?? [];

const valueOf = ({ values }: Choice) => ({ key }: FormField): string => values[key] ?? '';

/** Worth trying. */
export const isWhole = ({ found, choice }: Selected, form: DriverForm | undefined): boolean =>
  Boolean(form) && askedOf(found, form).every((field) => isFilled(field, valueOf(choice)(field)));

/** Something that a person must still do before a selected printer can be added. */
export function missingOf({ found, choice }: Selected, form: DriverForm | undefined): string {
  if (!choice.name.trim()) return 'name';
  return askedOf(found, form).find((field) => field.required && !valueOf(choice)(field).trim())?.label ?? '';
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

export function bodyOf({ found, choice }: Selected, form: DriverForm | undefined): NewPrinter & { address: string } {
  const { driver, address, model, serial, options: said = {} } = found.seen;
  const typed = typedOf(askedOf(found, form).filter((field) => valueOf(choice)(field).trim()), valueOf(choice));
  const options = { ...said, ...typed.options };
  const body = { driver, name: choice.name.trim(), address, model, serial, ...typed };
  return Object.keys(options).length > 0 ? { ...body, options } : body;
}
