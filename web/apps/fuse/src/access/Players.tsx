import { Button, TextInput } from '@mantine/core';
import { Age, FormError, Icon } from '@gantry/ui';
import { useState } from 'react';
import { fuse, type Access, type AccessSession } from '../api';
import { useAccessChange } from './access';

/** Tokens of programs that play cameras (WHEP): they may watch and nothing else. */
export function Players({ access }: { access: Access }) {
  const [name, setName] = useState('');
  const add = useAccessChange(() => fuse('post', '/api/access/players', { body: { name: name.trim() } }), () => setName(''));
  const players = access.sessions.filter(({ kind }) => kind === 'player');
  return (
    <div className="access-part">
      <h3>Players</h3>
      <p className="small dim">
        A program such as OBS plays a camera by WHEP with a token of its own. It may watch cameras and nothing else.
      </p>
      {players.length > 0 && (
        <ul className="access-list">
          {players.map((player) => (
            <Row key={player.id} player={player} />
          ))}
        </ul>
      )}
      <form
        className="settings-url"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextInput label="Name of the player" placeholder="OBS on the left screen" maxLength={60} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={add.isPending} disabled={!name.trim()}>
          Create Token
        </Button>
      </form>
      <FormError error={add.error} />
      {add.data && <Token token={add.data.token} />}
    </div>
  );
}

/** Shown once: Fuse keeps only its hash. */
function Token({ token }: { token: string }) {
  const [copied, setCopied] = useState(false);
  const address = `${window.location.origin}/api/printers/ID/whep`;
  return (
    <div className="access-token" role="status">
      <p>
        <b>Copy the token now:</b> it is shown this once.
      </p>
      <code>{token}</code>
      {navigator.clipboard && (
        <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'info'} />} onClick={() => void navigator.clipboard.writeText(token).then(() => setCopied(true))}>
          {copied ? 'Copied' : 'Copy Token'}
        </Button>
      )}
      <p className="small dim">
        The player needs it as bearer token, and the address <span className="mono">{address}</span>.
      </p>
    </div>
  );
}

function Row({ player: { id, name, created_at, seen_at } }: { player: AccessSession }) {
  const end = useAccessChange(() => fuse('delete', '/api/access/sessions/{id}', { path: { id } }));
  return (
    <li>
      <span className="access-who">
        <b>{name}</b>
        <span className="dim small">{seen_at > created_at ? <>used <Age at={seen_at} what="Last used" /></> : 'never used'}</span>
      </span>
      <Button variant="default" loading={end.isPending} aria-label={`Revoke the token of ${name}`} onClick={() => end.mutate()}>
        Revoke
      </Button>
      <FormError error={end.error} />
    </li>
  );
}
