import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import { may, printersQuery, sessionQuery, type PrinterView } from '../api';
import { TagChips } from './TagChips';

const TagsDialog = lazy(() => import('./selection/TagsDialog').then(({ TagsDialog: component }) => ({ default: component })));

/** The tags of one printer, and the way to change them for whoever may. */
export function PrinterTags({ view }: { view: PrinterView }) {
  const { data: printers = [] } = useQuery(printersQuery);
  const edits = may(useQuery(sessionQuery).data, 'printer.edit');
  const [editing, setEditing] = useState(false);
  if (!edits && view.tags.length === 0) return null;
  return (
    <section className="card detail-section" aria-labelledby="tags-title">
      <h2 id="tags-title">Tags</h2>
      <TagChips name={view.printer.name} tags={view.tags} />
      {edits && (
        <Button variant="default" leftSection={<Icon name="tag" />} onClick={() => setEditing(true)}>
          {view.tags.length > 0 ? 'Change Tags' : 'Add Tags'}
        </Button>
      )}
      {editing && (
        <Suspense>
          <TagsDialog chosen={[view]} all={printers} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </section>
  );
}
