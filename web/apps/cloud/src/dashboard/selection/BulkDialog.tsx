import { Button } from '@mantine/core';
import { Dialog, Icon, useFirstFocus } from '@gantry/ui';
import { useState } from 'react';
import { cloud, type PrinterView } from '../../api';
import { bulkActions, can, printersText, type BulkAction } from './actions';
import { runAll, type Outcome } from './runAll';

interface Props {
  action: BulkAction;
  chosen: PrinterView[];
  onClose: () => void;
  /** Those that it did not work for stay chosen. */
  onKeep: (ids: string[]) => void;
}

type Outcomes = Record<string, Outcome>;

/** Asks with how many, does it, and says for each printer what came of it. */
export function BulkDialog({ action, chosen, onClose, onKeep }: Props) {
  const { label, question, what } = bulkActions[action];
  // As they were when it was asked for: what they do meanwhile does not change the list.
  const [able] = useState(() => chosen.filter((view) => can(action, view)));
  const [unable] = useState(() => chosen.length - able.length);
  const [outcomes, setOutcomes] = useState<Outcomes>();
  const run = () => {
    setOutcomes(Object.fromEntries(able.map(({ printer }) => [printer.id, { state: 'waiting' }])));
    void runAll(
      able.map(({ printer }) => printer.id),
      (id) => cloud('post', '/api/printers/{id}/command', { path: { id }, body: { action } }),
      (id, outcome) => setOutcomes((before) => ({ ...before, [id]: outcome })),
    );
  };
  const count = what(able.length);
  const close = () => {
    const failed = Object.entries(outcomes ?? {}).filter(([, { state }]) => state === 'failed');
    if (outcomes) onKeep(failed.map(([id]) => id));
    onClose();
  };
  return (
    <Dialog opened title={question(count)} onClose={close}>
      <div className="stack">
        {outcomes ? <Progress able={able} outcomes={outcomes} /> : <Names able={able} warning={warnings[action]} />}
        {unable > 0 && <p className="small dim">Nothing is sent to the other {printersText(unable)} of the selection: they cannot do this now.</p>}
        <div className="dialog-actions">
          {outcomes ? (
            <DoneButton open={Object.values(outcomes).some(isOpen)} onClick={close} />
          ) : (
            <>
              <Button variant="default" onClick={close} data-autofocus>
                Cancel
              </Button>
              <Button color={action === 'stop' ? 'red' : undefined} onClick={run}>
                {label} {count}
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** In the place of what was pressed, which is gone with the focus that it had. */
function DoneButton({ open, onClick }: { open: boolean; onClick: () => void }) {
  const first = useFirstFocus<HTMLButtonElement>();
  return (
    <Button ref={first} onClick={onClick}>
      {open ? 'Close' : 'Done'}
    </Button>
  );
}

const isOpen = ({ state }: Outcome) => state === 'waiting' || state === 'running';

const warnings: Partial<Record<BulkAction, string>> = {
  stop: 'The prints end where they are. They cannot be continued.',
  clear_plate: 'Look at each plate: what is left on one ruins the next print.',
};

function Names({ able, warning }: { able: PrinterView[]; warning: string | undefined }) {
  return (
    <>
      {warning && <p>{warning}</p>}
      <ul className="bulk-list" aria-label="Printers">
        {able.map(({ printer, state }) => (
          <li key={printer.id}>
            <b>{printer.name}</b>
            <span className="dim">
              {state.progress.job_name} {state.progress.percent}%
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Progress({ able, outcomes }: { able: PrinterView[]; outcomes: Outcomes }) {
  const all = Object.values(outcomes);
  const settled = all.filter((outcome) => !isOpen(outcome)).length;
  const failed = all.filter(({ state }) => state === 'failed').length;
  return (
    <>
      <p role="status">
        {settled} of {all.length} answered{failed > 0 && `, ${failed} refused`}.
      </p>
      <progress className="bar" max={all.length} value={settled} aria-label="Answered" />
      <ul className="bulk-list" aria-label="Results">
        {able.map(({ printer }) => (
          <li key={printer.id}>
            <b>{printer.name}</b>
            <Result outcome={outcomes[printer.id]!} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  if (outcome.state === 'failed') {
    return (
      <span className="bulk-result" data-tone="red">
        <Icon name="error" size={15} /> {outcome.reason}
      </span>
    );
  }
  if (outcome.state === 'done') {
    return (
      <span className="bulk-result" data-tone="green">
        <Icon name="check" size={15} /> Done
      </span>
    );
  }
  return <span className="bulk-result dim">{outcome.state === 'running' ? 'Sent…' : 'Waiting'}</span>;
}
