import { PasswordInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ServerChange, ServerSettings } from '../api';
import { fixedProps, Panel, useSaving } from './Panel';
import { ServersTest } from './ServersTest';

const lines = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const same = (one: string[], other: string[]): boolean => one.join('\n') === other.join('\n');

/** How browsers and Fuses find each other. */
export function LivePanel({ server }: { server: ServerSettings }) {
  const saving = useSaving();
  const { settings } = server;
  const [stun, setStun] = useState(settings.stun.join('\n'));
  const [turn, setTurn] = useState(settings.turn.join('\n'));
  const [secret, setSecret] = useState('');
  const change: ServerChange = {
    ...(!same(lines(stun), settings.stun) && { stun: lines(stun) }),
    ...(!same(lines(turn), settings.turn) && { turn: lines(turn) }),
    ...(secret && { turn_secret: secret }),
  };
  const isChanged = Object.keys(change).length > 0;
  return (
    <Panel
      title="Live video"
      text="STUN servers tell browser and Fuse their own addresses; TURN servers carry the video where no direct way exists. New views use them at once."
      saving={saving}
      changed={isChanged}
      onSave={() => saving.mutate(change, { onSuccess: () => setSecret('') })}
      actions={<ServersTest key={saving.submittedAt} settings={settings} disabled={isChanged} />}
    >
      <Textarea label="STUN servers" placeholder="stun.example.org:3478" rows={2} spellCheck={false} value={stun} onChange={(event) => setStun(event.currentTarget.value)} description="One per line, as host:port" {...fixedProps(server, 'stun')} />
      <Textarea label="TURN servers" placeholder="turn:turn.example.org:3478?transport=udp" rows={2} spellCheck={false} value={turn} onChange={(event) => setTurn(event.currentTarget.value)} description="One per line" {...fixedProps(server, 'turn')} />
      <PasswordInput
        label="TURN secret"
        autoComplete="off"
        placeholder={server.has_turn_secret ? 'Unchanged' : 'None yet'}
        description="As the TURN server has it (static-auth-secret)"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the TURN secret' }}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
        {...fixedProps(server, 'turn_secret')}
      />
    </Panel>
  );
}
