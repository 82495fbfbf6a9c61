import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { ServerChange, ServerSettings } from '../api';
import { fixedProps, Panel, useSaving } from './Panel';

const megabyte = 1_000_000;

/** How long and how many snapshots are kept. */
export function PicturesPanel({ server }: { server: ServerSettings }) {
  const saving = useSaving();
  const { settings } = server;
  const [days, setDays] = useState<string | number>(settings.snapshot_days);
  const [limit, setLimit] = useState<string | number>(settings.snapshot_limit_mb);
  const change: ServerChange = {
    ...(Number(days) !== settings.snapshot_days && { snapshot_days: Number(days) }),
    ...(Number(limit) !== settings.snapshot_limit_mb && { snapshot_limit_mb: Number(limit) }),
  };
  const used = (server.snapshot_bytes / megabyte).toLocaleString(undefined, { maximumFractionDigits: 1 });
  return (
    <Panel
      title="Snapshots"
      text={`The newest picture of each printer: ${used} MB now, in ${server.snapshot_folder}.`}
      saving={saving}
      changed={Object.keys(change).length > 0 && days !== '' && limit !== ''}
      onSave={() => saving.mutate(change)}
    >
      <NumberInput label="Keep for" suffix=" days" min={1} max={3650} hideControls value={days} onChange={setDays} {...fixedProps(server, 'snapshot_days')} />
      <NumberInput label="At most" suffix=" MB" min={10} max={10_000_000} hideControls value={limit} onChange={setLimit} description="With more, the oldest go" {...fixedProps(server, 'snapshot_limit_mb')} />
    </Panel>
  );
}
