import type { Access } from '../add/useAccess';
import { missingOf, type FormOf, type Selected } from './choices';

export interface Summary {
  text: string;
  /** A selected printer lacks something without which it cannot be added. */
  blocked: boolean;
}

const many = (count: number, one: string, more: string): string => (count === 1 ? `1 ${one}` : `${count} ${more}`);

/** Beside the button that adds: what is selected, what is missing, and what will not work. */
export function summaryOf(
  selected: Selected[],
  access: Record<string, Access>,
  form: FormOf,
): Summary {
  if (selected.length === 0) return { text: 'Select the printers to add.', blocked: true };
  const incomplete = selected.filter((one) => missingOf(one, form(one.found.seen.driver)) !== '').length;
  const failing = selected.filter(({ key }) => access[key]?.state === 'fails').length;
  const parts = [`${selected.length} selected`];
  if (incomplete > 0) parts.push(many(incomplete, 'is not filled in yet', 'are not filled in yet'));
  if (failing > 0) parts.push(`${many(failing, 'does not connect', 'do not connect')} with what was typed; Edit on its card changes it later`);
  return { text: `${parts.join(' · ')}.`, blocked: incomplete > 0 };
}
