import { Button } from '@mantine/core';
import { adviceFor, Badge, FormError, type Look } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fuse, transfersQuery, type Transfer } from '../api';
import { bytesText } from '../bytes';

const looks: Record<Transfer['state'], Look> = {
  waiting: { label: 'Waiting', icon: 'waiting', tone: 'gray' },
  sending: { label: 'Sending', icon: 'upload', tone: 'blue' },
  confirming: { label: 'Confirming', icon: 'waiting', tone: 'blue' },
  sent: { label: 'Sent', icon: 'check', tone: 'green' },
  failed: { label: 'Failed', icon: 'error', tone: 'red' },
  cancelled: { label: 'Stopped', icon: 'stop', tone: 'gray' },
};

/** Files on their way to printers, and those that lately were. */
export function TransferList() {
  const { data } = useQuery(transfersQuery);
  if (!data || data.transfers.length === 0) return null;
  return (
    <ul className="transfers card" aria-label="Sent to printers">
      {data.transfers.map((transfer) => (
        <Row key={transfer.id} transfer={transfer} />
      ))}
    </ul>
  );
}

function Row({ transfer }: { transfer: Transfer }) {
  const cache = useQueryClient();
  const again = () => void cache.invalidateQueries({ queryKey: transfersQuery.queryKey });
  const end = useMutation({ mutationFn: () => fuse('delete', '/api/transfers/{id}', { path: { id: transfer.id } }), onSuccess: again });
  const retry = useMutation({
    mutationFn: () => fuse('post', '/api/transfers', { body: { file: transfer.file, printer: transfer.printer } }),
    onSuccess: () => end.mutate(),
  });
  const ended = transfer.ended_at !== 0;
  const where = `${transfer.name} to ${transfer.printer_name}`;
  return (
    <li>
      <span className="transfer-name">
        <span className="anywhere">{transfer.name}</span> <span className="dim">to {transfer.printer_name}</span>
      </span>
      <Badge look={looks[transfer.state]} />
      {!ended && <progress aria-label={`Sending ${where}`} value={transfer.bytes > 0 ? transfer.sent / transfer.bytes : 0} max={1} />}
      <span className="small dim figures">{progressText(transfer)}</span>
      <span className="transfer-actions">
        {(transfer.state === 'failed' || transfer.state === 'cancelled') && (
          <Button variant="default" loading={retry.isPending} aria-label={`Send ${where} again`} onClick={() => retry.mutate()}>
            Send again
          </Button>
        )}
        <Button variant="default" loading={end.isPending} aria-label={`${ended ? 'Dismiss' : 'Stop'} ${where}`} onClick={() => end.mutate()}>
          {ended ? 'Dismiss' : 'Stop'}
        </Button>
      </span>
      {transfer.problem && <Trouble transfer={transfer} problem={transfer.problem} />}
      <FormError error={retry.error ?? end.error} />
    </li>
  );
}

function Trouble({ transfer: { cause, tries, state }, problem }: { transfer: Transfer; problem: NonNullable<Transfer['problem']> }) {
  const advice = adviceFor(cause);
  return (
    <div className="transfer-trouble" role={state === 'failed' ? 'alert' : undefined}>
      <p>
        <b>{advice?.name ?? problem.detail}</b>
        {state === 'waiting' && <span className="dim"> · try {tries} broke, the next follows by itself</span>}
      </p>
      {advice && <p className="small dim anywhere">{problem.detail}</p>}
      {advice && state === 'failed' && (
        <ul className="small">
          {advice.todo.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const second = 1000;

/** "42 % of 12.3 MB · about 20 s left"; of the one that is there, its name. */
export function progressText({ state, bytes, sent, name_there, began_at }: Transfer, now = Date.now()): string {
  if (state === 'sent') return `${bytesText(bytes)}, as ${name_there}`;
  if (state === 'confirming') return 'the printer writes it down';
  if (state !== 'sending') return bytesText(bytes);
  const text = `${bytes > 0 ? Math.floor((100 * sent) / bytes) : 0} % of ${bytesText(bytes)}`;
  const passed = now - began_at;
  if (sent === 0 || passed < 2 * second) return text;
  const left = ((bytes - sent) * passed) / sent / second;
  return `${text} · about ${left < 90 ? `${Math.max(1, Math.round(left))} s` : `${Math.round(left / 60)} min`} left`;
}
