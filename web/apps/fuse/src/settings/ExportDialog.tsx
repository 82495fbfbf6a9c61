import { PasswordInput, Radio } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse } from '../api';

const shortest = 10;

export function ExportDialog({ opened, count, onClose }: { opened: boolean; count: number; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Export Configuration" onClose={onClose}>
      <ExportForm count={count} onDone={onClose} />
    </Dialog>
  );
}

/** The browser saves it: whatever the browser is set to do with downloads. */
export function saveAs(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function ExportForm({ count, onDone }: { count: number; onDone: () => void }) {
  const [sealed, setSealed] = useState(true);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const run = useMutation({
    mutationFn: () => fuse('post', '/api/printers/export', { body: { passphrase: sealed ? passphrase : '' } }),
    onSuccess: (file) => {
      saveAs(`${JSON.stringify(file)}\n`, `gantry-printers-${new Date().toISOString().slice(0, 10)}.json`);
      onDone();
    },
  });
  const differs = again !== '' && again !== passphrase;
  const complete = !sealed || ([...passphrase].length >= shortest && again === passphrase);
  return (
    <DialogForm
      action="Export"
      disabled={!complete}
      pending={run.isPending}
      error={run.error}
      onCancel={onDone}
      onSubmit={() => complete && run.mutate()}
    >
      <Radio.Group label={count === 1 ? 'What the file has of the printer' : `What the file has of the ${count} printers`} value={sealed ? 'sealed' : 'open'} onChange={(value) => setSealed(value === 'sealed')}>
        <div className="stack export-ways">
          <Radio value="sealed" label="Everything, under a passphrase" description="With access codes; nobody reads it without the passphrase, and nobody can recover it." />
          <Radio value="open" label="Everything but the access codes" description="Anybody can read it. The import asks for each printer’s code." />
        </div>
      </Radio.Group>
      {sealed && (
        <>
          <PasswordInput label="Passphrase" description={`At least ${shortest} characters`} autoComplete="new-password" data-autofocus value={passphrase} onChange={(event) => setPassphrase(event.currentTarget.value)} />
          <PasswordInput label="Passphrase again" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.currentTarget.value)} error={differs ? 'The two differ' : undefined} />
        </>
      )}
    </DialogForm>
  );
}
