import { Button, Switch, TextInput } from '@mantine/core';
import { Confirm, Failure, FormError, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { activationQuery, fuse, settingsQuery, type Settings } from '../api';
import { Help } from './Help';

export function SettingsPage() {
  const { data: settings, error, refetch } = useQuery(settingsQuery);
  if (error && !settings) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!settings) return <Loading what="the settings" />;
  return (
    <div className="settings">
      <h1>Settings</h1>
      <Gateway settings={settings} />
      <Cameras settings={settings} />
      <DangerZone />
      <Help />
    </div>
  );
}

function useChange(settings: Settings) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Settings>) => fuse('put', '/api/settings', { body: { ...settings, ...change } }),
    onSuccess: (saved) => cache.setQueryData(settingsQuery.queryKey, saved),
  });
}

function Gateway({ settings }: { settings: Settings }) {
  const change = useChange(settings);
  const [url, setUrl] = useState(settings.gateway_url);
  return (
    <section className="card settings-section" aria-labelledby="gateway-title">
      <h2 id="gateway-title">Fuse Gateway</h2>
      <Toggle
        label="Connect to Gantry Cloud"
        description="Off: the printers stay usable on this network and disappear from the Cloud."
        checked={settings.gateway_enabled}
        change={(gateway_enabled) => change.mutate({ gateway_enabled })}
        pending={change.isPending}
      />
      <form
        className="settings-url"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ gateway_url: url.trim() });
        }}
      >
        <TextInput label="Gateway URL" type="url" value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={change.isPending} disabled={url.trim() === settings.gateway_url}>
          Save
        </Button>
      </form>
      <FormError error={change.error} />
    </section>
  );
}

function Cameras({ settings }: { settings: Settings }) {
  const change = useChange(settings);
  const { cameras_enabled, snapshots_enabled, remote_stream_enabled } = settings;
  return (
    <section className="card settings-section" aria-labelledby="cameras-title">
      <h2 id="cameras-title">Cameras</h2>
      <Toggle
        label="Cameras"
        description="Off: Fuse opens no camera at all, neither for pictures nor for live video."
        checked={cameras_enabled}
        change={(value) => change.mutate({ cameras_enabled: value })}
        pending={change.isPending}
      />
      <Toggle
        label="Enable snapshots"
        description="Off: no preview pictures are taken or uploaded. Live video keeps working."
        checked={snapshots_enabled}
        change={(value) => change.mutate({ snapshots_enabled: value })}
        pending={change.isPending}
        disabled={!cameras_enabled}
      />
      <Toggle
        label="Allow remote stream access"
        description="Off: live video is refused to the Cloud. Snapshots keep working, and so does the picture in the card here."
        checked={remote_stream_enabled}
        change={(value) => change.mutate({ remote_stream_enabled: value })}
        pending={change.isPending}
        disabled={!cameras_enabled}
      />
      <FormError error={change.error} />
    </section>
  );
}

interface ToggleProps {
  label: string;
  description: string;
  checked: boolean;
  change: (checked: boolean) => void;
  pending: boolean;
  disabled?: boolean;
}

function Toggle({ label, description, checked, change, pending, disabled }: ToggleProps) {
  return (
    <Switch
      className="settings-toggle"
      size="md"
      withThumbIndicator={false}
      labelPosition="left"
      label={label}
      description={description}
      checked={checked}
      disabled={disabled || pending}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}

function DangerZone() {
  const { data: activation } = useQuery(activationQuery);
  const [asking, setAsking] = useState(false);
  const deactivate = useMutation({
    mutationFn: () => fuse('delete', '/api/activation'),
    onSuccess: () => setAsking(false),
  });
  if (activation?.state !== 'activated') return null;
  return (
    <section className="card settings-section" aria-labelledby="danger-title">
      <h2 id="danger-title">Danger Zone</h2>
      <div className="settings-danger">
        <p className="small dim">Takes this Fuse out of its store. Every printer stays configured here.</p>
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          Deactivate
        </Button>
      </div>
      <Confirm
        opened={asking}
        title="Deactivate this Fuse?"
        action="Deactivate"
        pending={deactivate.isPending}
        error={deactivate.error}
        onClose={() => setAsking(false)}
        onConfirm={() => deactivate.mutate()}
      >
        The Cloud loses its printers and cameras at once. To come back, activate with a new code.
      </Confirm>
    </section>
  );
}
