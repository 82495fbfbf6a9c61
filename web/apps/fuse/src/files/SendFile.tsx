import { Radio } from '@mantine/core';
import { connectionLook, Dialog, DialogForm, Empty, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, transfersQuery, type CachedFile, type PrinterView } from '../api';

/** Why not, in a word; undefined: it can. */
function refusal({ printer, state }: PrinterView): string | undefined {
  if (printer.driver === 'virtual') return 'Virtual: it has no storage';
  if (state.connection !== 'online') return connectionLook(state.connection).label;
  return state.storage === 'none' ? 'No USB stick or card' : undefined;
}

/** Chooses the printer that a cached file goes to. */
export function SendFile({ file, onClose }: { file: CachedFile | undefined; onClose: () => void }) {
  return (
    <Dialog opened={file !== undefined} title="Send to a printer" onClose={onClose}>
      {file && <Choice key={file.id} file={file} onClose={onClose} />}
    </Dialog>
  );
}

function Choice({ file, onClose }: { file: CachedFile; onClose: () => void }) {
  const cache = useQueryClient();
  const { data: printers } = useQuery(printersQuery);
  const [chosen, setChosen] = useState<string>();
  const send = useMutation({
    mutationFn: (printer: string) => fuse('post', '/api/transfers', { body: { file: file.id, printer } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: transfersQuery.queryKey });
      onClose();
    },
  });
  if (!printers) return <Loading what="the printers" />;
  if (printers.length === 0) return <Empty icon="printer" title="No printers yet">Add one on the Printers page first.</Empty>;
  return (
    <DialogForm
      action="Send"
      disabled={!chosen}
      pending={send.isPending}
      error={send.error}
      onCancel={onClose}
      onSubmit={() => chosen && send.mutate(chosen)}
    >
      <p>
        <span className="anywhere">“{file.name}”</span> goes to the printer’s storage. Nothing is printed yet: start it on the printer’s screen.
      </p>
      <Radio.Group value={chosen ?? ''} onChange={setChosen} label="Printer">
        <div className="send-printers">
          {printers.map((view) => (
            <Radio key={view.printer.id} value={view.printer.id} label={view.printer.name} description={refusal(view) ?? view.printer.model} disabled={refusal(view) !== undefined} />
          ))}
        </div>
      </Radio.Group>
    </DialogForm>
  );
}
