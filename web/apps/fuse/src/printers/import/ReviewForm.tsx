import { Button } from '@mantine/core';
import { FormError, exactTime } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, type ImportLine, type ImportedLine } from '../../api';
import { typedOf, type Values } from '../add/fields';
import type { Reviewed } from './Steps';
import { LineRow } from './LineRow';

interface Props {
  reviewed: Reviewed;
  onBack: () => void;
  onImported: (lines: ImportedLine[]) => void;
}

/** What is new is wanted; what is here already, otherwise, only when a person says so. */
const wantedFirst = (lines: ImportLine[]) => new Set(lines.filter(({ standing }) => standing === 'addable').map(({ line }) => line));

export function ReviewForm({ reviewed: { file, passphrase, review }, onBack, onImported }: Props) {
  const cache = useQueryClient();
  const [wanted, setWanted] = useState(() => wantedFirst(review.lines));
  const [typed, setTyped] = useState<Record<number, Values>>({});
  const chosen = review.lines.filter(({ line }) => wanted.has(line));
  const missing = chosen.flatMap((one) => one.missing.filter((field) => field.required && !typed[one.line]?.[field.key]?.trim()));
  const run = useMutation({
    mutationFn: () =>
      fuse('post', '/api/printers/import', {
        body: { file: file.text, passphrase, choices: chosen.map(({ line, missing: fields }) => ({ line, ...typedOf(fields, ({ key }) => typed[line]?.[key] ?? '') })) },
      }),
    onSuccess: ({ lines }) => {
      void cache.invalidateQueries({ queryKey: printersQuery.queryKey });
      onImported(lines);
    },
  });
  const toggle = (line: number, want: boolean) => {
    const next = new Set(wanted);
    if (want) next.add(line);
    else next.delete(line);
    setWanted(next);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate();
      }}
    >
      <p className="small dim">
        <span className="anywhere">{file.name}</span>
        {review.host_name && `, written by ${review.host_name}`}
        {review.made_at > 0 && ` on ${exactTime(review.made_at)}`}. Nothing is written before you import.
      </p>
      {review.lines.length === 0 ? (
        <p>There is no printer in this file.</p>
      ) : (
        <ul className="import-lines" aria-label="Printers in the file">
          {review.lines.map((line) => (
            <LineRow
              key={line.line}
              line={line}
              wanted={wanted.has(line.line)}
              onWanted={(want) => toggle(line.line, want)}
              values={typed[line.line] ?? {}}
              onValues={(values) => setTyped({ ...typed, [line.line]: values })}
            />
          ))}
        </ul>
      )}
      <FormError error={run.error} />
      <div className="dialog-actions">
        {missing.length > 0 && <span className="small dim import-missing">{missing.length === 1 ? `${missing[0]!.label} is missing.` : `${missing.length} fields are not filled in yet.`}</span>}
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" loading={run.isPending} disabled={chosen.length === 0 || missing.length > 0}>
          {chosen.length === 1 ? 'Import 1 Printer' : `Import ${chosen.length} Printers`}
        </Button>
      </div>
    </form>
  );
}
