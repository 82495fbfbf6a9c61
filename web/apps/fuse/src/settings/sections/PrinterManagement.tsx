import { Button } from '@mantine/core';
import { Age, Confirm, FormError, Icon } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse, printersQuery, statusQuery } from '../../api';
import { ExportDialog } from '../ExportDialog';
import { Done, SettingsRow } from '../SettingsRow';

export function PrinterManagement() {
  const printers = useQuery(printersQuery).data;
  const count = printers?.length ?? 0;
  const [open, setOpen] = useState<'export' | 'clear'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <SettingsRow
        title="Export Configuration"
        action={
          <Button variant="default" leftSection={<Icon name="download" />} disabled={count === 0} onClick={() => setOpen('export')}>
            Export Configuration
          </Button>
        }
      >
        The printers as a backup file. Import, on the Printers page, reads it here or on another Fuse.
      </SettingsRow>
      <Sync />
      <SettingsRow
        title="Clear Printers"
        action={
          <Button variant="outline" color="red" disabled={count === 0} onClick={() => setOpen('clear')}>
            Clear Printers
          </Button>
        }
      >
        {count === 0 ? 'No printer is configured on this Fuse.' : 'Removes all printer configurations from this Fuse.'}
      </SettingsRow>
      <ExportDialog opened={open === 'export'} count={count} onClose={close} />
      <Clear opened={open === 'clear'} count={count} onClose={close} />
    </>
  );
}

function Sync() {
  const cloud = useQuery(statusQuery).data?.cloud;
  const sync = useMutation({ mutationFn: () => fuse('post', '/api/printers/sync') });
  return (
    <>
      <SettingsRow
        title="Sync Printers to Cloud"
        action={
          <Button variant="default" leftSection={<Icon name="retry" />} loading={sync.isPending} onClick={() => sync.mutate()}>
            Sync Printers to Cloud
          </Button>
        }
      >
        Sends every printer once more; changes are sent by themselves.{' '}
        {cloud?.synced_at ? (
          <>
            Last time: <Age at={cloud.synced_at} what="Synced" />, {cloud.synced_printers === 1 ? '1 printer' : `${cloud.synced_printers} printers`}.
          </>
        ) : (
          'Nothing was sent yet.'
        )}
      </SettingsRow>
      <FormError error={sync.error} />
      {sync.data && <Done>Sent: {sync.data.printers === 1 ? '1 printer' : `${sync.data.printers} printers`}.</Done>}
    </>
  );
}

function Clear({ opened, count, onClose }: { opened: boolean; count: number; onClose: () => void }) {
  const cache = useQueryClient();
  const clear = useMutation({
    mutationFn: () => fuse('delete', '/api/printers'),
    onSuccess: () => {
      cache.setQueryData(printersQuery.queryKey, []);
      onClose();
    },
  });
  const which = count === 1 ? 'the printer' : `all ${count} printers`;
  return (
    <Confirm opened={opened} title={`Remove ${which}?`} action="Clear Printers" pending={clear.isPending} error={clear.error} onClose={onClose} onConfirm={() => clear.mutate()}>
      This Fuse forgets them with their access codes. The machines themselves and what the Cloud keeps stay as they are. An export with a
      passphrase brings them back.
    </Confirm>
  );
}
