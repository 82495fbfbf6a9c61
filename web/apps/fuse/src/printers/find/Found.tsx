import { Button, Checkbox } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { formsQuery } from '../add/forms';
import { noChoice } from './choices';
import { keyOf, likelyFirst, type Found as FoundPrinter, type Scan } from './discovery';
import { FoundRow } from './FoundRow';
import { NothingFound } from './NothingFound';
import { summaryOf } from './summary';
import { useSelection } from './useSelection';

/** As many as are added with one request; more may be a flood of false announcements. */
const mostShown = 100;

interface Props {
  printers: FoundPrinter[];
  scan: Scan | null | undefined;
  onDone: () => void;
  onInstead: (way: string) => void;
}

/** What was found, to select from, give access codes and add. */
export function Found({ printers, scan, onDone, onInstead }: Props) {
  const forms = useQuery(formsQuery).data ?? [];
  const formOf = (driver: string) => forms.find((form) => form.driver === driver);
  const shown = likelyFirst(printers, mostShown);
  const { choices, selected, access, onChoose, chooseAll, add } = useSelection(shown, formOf, onDone);
  const summary = summaryOf(selected, access, formOf);
  const list = useRef<HTMLFormElement>(null);
  const free = shown.filter(({ known }) => !known);
  if (printers.length === 0) return scan ? <NothingFound scan={scan} onInstead={onInstead} /> : null;
  return (
    <form
      ref={list}
      className="found-form-all"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!summary.blocked) add.mutate(selected);
        else firstEmpty(list.current)?.focus();
      }}
    >
      {free.length > 1 && (
        <Checkbox
          className="found-all"
          label={`Select all ${free.length}`}
          checked={selected.length === free.length}
          indeterminate={selected.length > 0 && selected.length < free.length}
          onChange={(event) => chooseAll(event.currentTarget.checked)}
        />
      )}
      <ul className="found-list" aria-label="Printers found">
        {shown.map((found) => {
          const key = keyOf(found.seen);
          return <FoundRow key={key} found={found} choice={choices[key] ?? noChoice} form={formOf(found.seen.driver)} access={access[key]} onChoose={onChoose} />;
        })}
      </ul>
      {printers.length > shown.length && <p className="small dim">{printers.length - shown.length} more are not shown. Add some of these first, or scan a smaller subnet.</p>}
      <FormError error={add.error} />
      {free.length === 0 && <p className="small dim">Every printer that was found is here already.</p>}
      <div className="found-foot" hidden={free.length === 0}>
        <p className="small dim" role="status">
          {summary.text}
        </p>
        <Button type="submit" loading={add.isPending} disabled={selected.length === 0} aria-disabled={summary.blocked || undefined}>
          Add Selected Printers
        </Button>
      </div>
    </form>
  );
}

const firstEmpty = (form: HTMLFormElement | null): HTMLInputElement | undefined =>
  [...(form?.querySelectorAll<HTMLInputElement>('.found-form input') ?? [])].find(({ value }) => !value.trim());
