import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { fuse, printersQuery } from '../../api';
import type { FormField } from '../add/forms';
import { useAccess, type Access } from '../add/useAccess';
import { useSettled } from '../add/useSettled';
import { bodyOf, choose, isWhole, selectedOf, type Choice, type Choices, type Selected } from './choices';
import { keyOf, type Found } from './discovery';

/** What is selected, whether its codes work, and the way to add it. */
export function useSelection(printers: Found[], secret: (driver: string) => FormField | undefined, onDone: () => void) {
  const [choices, setChoices] = useState<Choices>({});
  const onChoose = useCallback((found: Found, change: Partial<Choice>) => {
    const key = keyOf(found.seen);
    setChoices((all) => ({ ...all, [key]: choose(all[key], found, change) }));
  }, []);
  const chooseAll = (all: boolean) => {
    for (const found of printers) if (!found.known) onChoose(found, { selected: all });
  };
  const selected = selectedOf(printers, choices);
  const access = useSelectedAccess(selected, secret);
  const add = useAdd(secret, onChoose, onDone);
  return { choices, selected, access, onChoose, chooseAll, add };
}

/** Codes are tried when nobody types any more. */
function useSelectedAccess(selected: Selected[], secret: (driver: string) => FormField | undefined): Record<string, Access> {
  const codes = useSettled(selected.map(({ key, choice }) => `${key}\n${choice.code}`).join('\n\n'));
  const settled = new Set(codes.split('\n\n'));
  const tries = selected.map((one) => {
    const field = secret(one.found.seen.driver);
    if (!isWhole(one.choice.code, field) || !settled.has(`${one.key}\n${one.choice.code}`)) return undefined;
    const { name: _, ...body } = bodyOf(one, field);
    return body as typeof body & { address: string };
  });
  const answers = useAccess(tries);
  return Object.fromEntries(selected.map(({ key }, index) => [key, answers[index]!]));
}

/** Those that are refused stay, with the reason beside them. */
function useAdd(secret: (driver: string) => FormField | undefined, onChoose: (found: Found, change: Partial<Choice>) => void, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (selected: Selected[]) =>
      fuse('post', '/api/discovery/add', {
        body: { printers: selected.map((one) => bodyOf(one, secret(one.found.seen.driver))) },
      }),
    onSuccess: ({ results }, selected) => {
      void cache.invalidateQueries({ queryKey: printersQuery.queryKey });
      results.forEach(({ problem }, index) => onChoose(selected[index]!.found, { selected: Boolean(problem), refusal: problem?.detail }));
      if (results.every(({ problem }) => !problem)) onDone();
    },
  });
}
