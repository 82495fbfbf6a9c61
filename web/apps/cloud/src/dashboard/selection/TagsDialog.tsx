import { Button, Checkbox, TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, type PrinterView } from '../../api';
import { countTags } from '../search';
import { printersText } from './actions';

interface Props {
  chosen: PrinterView[];
  /** Whose tags are offered. */
  all: PrinterView[];
  onClose: () => void;
}

const tagOf = (text: string) => text.trim().replaceAll(',', ' ');

/** What is ticked, all of them have afterwards; what is not, none; what was left between stays as it is. */
export function TagsDialog({ chosen, all, onClose }: Props) {
  const had = countTags(chosen);
  const [made, setMade] = useState<string[]>([]);
  const [wanted, setWanted] = useState<Record<string, boolean>>({});
  const [fresh, setFresh] = useState('');
  const names = [...new Set([...countTags(all).keys(), ...made])];
  const save = useMutation({
    mutationFn: async (extra: string) => {
      const add = [...Object.keys(wanted).filter((tag) => wanted[tag] && had.get(tag) !== chosen.length), ...(extra ? [extra] : [])];
      const remove = Object.keys(wanted).filter((tag) => !wanted[tag] && had.has(tag));
      if (add.length + remove.length === 0) return;
      await cloud('patch', '/api/tags', { body: { printers: chosen.map(({ printer }) => printer.id), add, remove } });
    },
    onSuccess: onClose,
  });
  const keep = () => {
    const tag = tagOf(fresh);
    if (!tag) return;
    setMade((before) => [...before, tag]);
    setWanted((before) => ({ ...before, [tag]: true }));
    setFresh('');
  };
  return (
    <Dialog opened title={chosen.length === 1 ? `Tags of ${chosen[0]!.printer.name}` : `Tags of ${printersText(chosen.length)}`} onClose={onClose}>
      <DialogForm action="Save Tags" pending={save.isPending} error={save.error} onCancel={onClose} onSubmit={() => save.mutate(tagOf(fresh))}>
        <div className="row tags-new">
          <TextInput label="New tag" placeholder="Hall 2" maxLength={40} data-autofocus value={fresh} onChange={(event) => setFresh(event.currentTarget.value)} />
          <Button variant="default" disabled={!tagOf(fresh)} onClick={keep}>
            Add
          </Button>
        </div>
        <div className="scope" role="group" aria-label="Tags">
          {names.map((tag) => {
            const count = had.get(tag) ?? 0;
            const mixed = wanted[tag] === undefined && count > 0 && count < chosen.length;
            return (
              <Checkbox
                key={tag}
                label={mixed ? `${tag} (${count} of ${chosen.length})` : tag}
                checked={wanted[tag] ?? count === chosen.length}
                indeterminate={mixed}
                onChange={(event) => setWanted({ ...wanted, [tag]: event.currentTarget.checked })}
              />
            );
          })}
        </div>
      </DialogForm>
    </Dialog>
  );
}
