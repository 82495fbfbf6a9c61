import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { fuse, printersQuery } from '../../api';
import { useAccess, type Access } from '../add/useAccess';
import { useSettled } from '../add/useSettled';
import { bodyOf, choose, isWhole, selectedOf, type Choice, type Choices, type FormOf, type Selected } from './choices';
import { keyOf, type Found } from './discovery';

/** What is selected, whether what was typed for it works, and the way to add it. */
export function useSelection(printers: Found[], form: FormOf, onDone: () => void) {
  const [choices, setChoices] = useState<Choices>({});
  const onChoose = useCallback((found: Found, change: Partial<Choice>) => {
    const key = keyOf(found.seen);
    setChoices((all) => ({ ...all, [key]: choose(all[key], found, change) }));
  }, []);
  const chooseAll = (all: boolean) => {
    for (const found of printers) if (!found.known) onChoose(found, { selected: all });
  };
  const selected = selectedOf(printers, choices);
  const access = useSelectedAccess(selected, form);
  const add = useAdd(form, onChoose, onDone);
  return { choices, selected, access, onChoose, chooseAll, add };
}

/** What was typed is tried when nobody types any more. */
function useSelectedAccess(selected: Selected[], form: FormOf): Record<string, Access> {
  const now = selected.map(({ key, choice }) => `${key} ${JSON.stringify(choice.values)}`);
  const settled = new Set(useSettled(now.join('\n')).split('\n'));
  const tries = selected.map((one, index) => {
    if (!isWhole(one, form(one.found.seen.driver)) || !settled.has(now[index]!)) return undefined;
    const { name: _, ...body } = bodyOf(one, form(one.found.seen.driver));
    return body;
  });
  const answers = useAccess(tries);
  return Object.fromEntries(selected.map(({ key }, index) => [key, answers[index]!]));
}

/** Those that are refused stay, with the reason beside them. */
function useAdd(form: FormOf, onChoose: (found: Found, change: Partial<Choice>) => void, onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (selected: Selected[]) =>
      fuse('post', '/api/discovery/add', {
        body: { printers: selected.map((one) => bodyOf(one, form(one.found.seen.driver))) },
      }),
    onSuccess: ({ results }, selected) => {
      void cache.invalidateQueries({ queryKey: printersQuery.queryKey });
      results.forEach(({ problem }, index) => onChoose(selected[index]!.found, { selected: Boolean(problem), refusal: problem?.detail }));
      if (results.every(({ problem }) => !problem)) onDone();
    },
  });
}
