import { Button, Checkbox, TextInput } from '@mantine/core';
import { Dialog, DialogForm, Icon } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, mayWatch, sessionQuery, wallsQuery, type Scope } from '../api';
import { CopyOnce } from '../settings/CopyOnce';
import { endOf, type Lifetime } from '../settings/lifetime';
import { LifetimeField } from '../settings/LifetimeField';
import { ScopeField } from '../users/ScopeField';

export function NewWallDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="New wall link" size="lg" onClose={onClose}>
      <Steps onDone={onClose} />
    </Dialog>
  );
}

function Steps({ onDone }: { onDone: () => void }) {
  const [link, setLink] = useState<string>();
  if (!link) return <Form onMade={setLink} onDone={onDone} />;
  return (
    <div className="stack">
      <p>Open this link on the screen. Copy it now: it is not shown again.</p>
      <CopyOnce label="Wall link" text={link} />
      <p className="small dim">Whoever has it can look, until it is revoked here. Nobody can do more with it than look.</p>
      <div className="dialog-actions">
        <Button component="a" variant="default" href={link} target="_blank" rel="noreferrer" leftSection={<Icon name="external" />}>
          Open Here
        </Button>
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}

function Form({ onMade, onDone }: { onMade: (link: string) => void; onDone: () => void }) {
  const cache = useQueryClient();
  const watching = mayWatch(useQuery(sessionQuery).data);
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<Lifetime>('365');
  const [scope, setScope] = useState<Scope>({ all: true, printers: [], tags: [] });
  const [hideNames, setHideNames] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      cloud('post', '/api/walls', {
        body: { name: name.trim(), scope, hide_names: hideNames, ...endOf(lifetime) },
      }),
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: wallsQuery.queryKey });
      onMade(made.link);
    },
  });
  return (
    <DialogForm action="Make Link" pending={make.isPending} error={make.error} onCancel={onDone} onSubmit={() => make.mutate()}>
      <TextInput label="Name" placeholder="Screen in hall 2" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <LifetimeField value={lifetime} onChange={setLifetime} />
      <ScopeField scope={scope} onChange={setScope} />
      <Checkbox
        label="Hide names"
        description="Printers are called Printer 1, Printer 2, …; files and tags are not shown."
        checked={hideNames}
        onChange={(event) => setHideNames(event.currentTarget.checked)}
      />
      <p className="small dim">
        {watching
          ? 'The wall shows pictures and live video for as long as you may watch cameras yourself.'
          : 'The wall shows no pictures: you may not watch cameras yourself.'}
      </p>
    </DialogForm>
  );
}
