import { Button, TextInput } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clientQuery } from '../client';
import type { SectionProps } from '../list';
import { Toggle } from '../Toggle';
import { useSettingsChange } from '../useSettings';

export function FuseGateway({ settings }: SectionProps) {
  const toggle = useSettingsChange();
  const change = useSettingsChange();
  const usual = useQuery(clientQuery).data?.default_gateway_url;
  const fixed = settings.fixed?.includes('gateway_url');
  const [url, setUrl] = useState(settings.gateway_url);
  const [known, setKnown] = useState(settings.gateway_url);
  if (known !== settings.gateway_url) {
    setKnown(settings.gateway_url);
    setUrl(settings.gateway_url);
  }
  return (
    <>
      <form
        className="settings-url"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ gateway_url: url.trim() });
        }}
      >
        <TextInput
          label="Fuse Gateway URL"
          description={fixed && 'Set by --gateway-url on the command line'}
          type="url"
          value={url}
          readOnly={fixed}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        {!fixed && usual && usual !== url && (
          <Button variant="subtle" color="gray" onClick={() => setUrl(usual)}>
            Use Default
          </Button>
        )}
        {!fixed && (
          <Button type="submit" variant="default" loading={change.isPending} disabled={url.trim() === settings.gateway_url}>
            Save
          </Button>
        )}
      </form>
      <FormError error={change.error} />
      <Toggle
        label="Enable Gateway Connection"
        description="Off: the printers stay usable on this network and disappear from the Cloud."
        checked={settings.gateway_enabled}
        change={(gateway_enabled) => toggle.mutate({ gateway_enabled })}
        pending={toggle.isPending}
      />
      <FormError error={toggle.error} />
    </>
  );
}
