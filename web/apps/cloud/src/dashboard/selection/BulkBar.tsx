import { ActionIcon, Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may, sessionQuery, type PrinterView } from '../../api';
import { BulkDialog } from './BulkDialog';
import { TagsDialog } from './TagsDialog';
import { bulkActions, can, printersText, type BulkAction } from './actions';
import type { Selection } from './useSelection';

/** What waits for a person comes first; it is there when all that are chosen wait for it. */
const order: BulkAction[] = ['clear_plate', 'pause', 'resume', 'stop', 'light_on', 'light_off'];

/** What can be done with those that are chosen, and with how many of them. */
export function BulkBar({ printers, selection }: { printers: PrinterView[]; selection: Selection }) {
  const { data: session } = useQuery(sessionQuery);
  const [action, setAction] = useState<BulkAction>();
  const [tagging, setTagging] = useState(false);
  const chosen = printers.filter(({ printer }) => selection.ids.has(printer.id));
  if (!selection.mode) return null;
  return (
    <section className="bulk card" aria-label="Selection">
      <b className="bulk-count figures" role="status">
        {chosen.length === 0 ? 'Choose printers' : `${printersText(chosen.length)} selected`}
      </b>
      <Button variant="default" onClick={selection.all} disabled={chosen.length === printers.length}>
        Select All {printers.length}
      </Button>
      {may(session, 'printer.control') &&
        order.map((one) => {
          const { label, icon } = bulkActions[one];
          const count = chosen.filter((view) => can(one, view)).length;
          if (one === 'clear_plate' && (count === 0 || count < chosen.length)) return null;
          return (
            <Button key={one} variant="default" leftSection={<Icon name={icon} />} disabled={count === 0} aria-label={`${label}: ${printersText(count)}`} onClick={() => setAction(one)}>
              {label} {count > 0 && <span className="bulk-number figures">{count}</span>}
            </Button>
          );
        })}
      {may(session, 'printer.edit') && (
        <Button variant="default" leftSection={<Icon name="tag" />} disabled={chosen.length === 0} onClick={() => setTagging(true)}>
          Tags
        </Button>
      )}
      <ActionIcon className="bulk-close" variant="subtle" aria-label="Clear the selection" title="Clear the selection (Esc)" onClick={selection.clear}>
        <Icon name="close" />
      </ActionIcon>
      {action && <BulkDialog key={action} action={action} chosen={chosen} onClose={() => setAction(undefined)} onKeep={selection.only} />}
      {tagging && <TagsDialog chosen={chosen} all={printers} onClose={() => setTagging(false)} />}
    </section>
  );
}
