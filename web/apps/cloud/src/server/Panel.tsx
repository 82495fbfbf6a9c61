import { Button } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { cloud, serverQuery, serverSettingsQuery, type ServerChange, type ServerSettings } from '../api';

/** Saves a part of the settings; the server answers with all of them. */
export function useSaving() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: ServerChange) => cloud('patch', '/api/server/settings', { body: change }),
    onSuccess: (settings) => {
      cache.setQueryData(serverSettingsQuery.queryKey, settings);
      cache.setQueryData(serverQuery.queryKey, { name: settings.settings.name, registration: settings.settings.registration });
    },
  });
}

export type Saving = ReturnType<typeof useSaving>;

/** For fields of a member: what the command line has set is shown, and stays. */
export function fixedProps(server: ServerSettings, member: string): { readOnly?: true; description?: string } {
  return server.fixed.includes(member) ? { readOnly: true, description: 'Set on the command line, which wins' } : {};
}

/** A form of one part, with its Save. */
export function Panel({ title, text, saving, changed, onSave, actions, children }: {
  title: string;
  text: string;
  saving: Saving;
  changed: boolean;
  onSave: () => void;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="card panel" aria-label={title}>
      <h2>{title}</h2>
      <p className="dim">{text}</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        {children}
        <FormError error={saving.error} />
        <div className="row">
          <Button type="submit" loading={saving.isPending} disabled={!changed}>
            Save
          </Button>
          {actions}
          {saving.isSuccess && !changed && (
            <span className="done" role="status">
              <Icon name="check" /> Saved
            </span>
          )}
        </div>
      </form>
    </section>
  );
}
