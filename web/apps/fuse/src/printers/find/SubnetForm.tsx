import { Button, TextInput } from '@mantine/core';
import { problemText, sentence } from '@gantry/api';
import { useState } from 'react';
import type { Discovery } from './discovery';

interface Props {
  networks: Discovery['networks'];
  error: unknown;
  busy: boolean;
  onScan: (subnet: string) => void;
}

/** The network to scan, in CIDR notation; those of Fuse's machine are one touch away. */
export function SubnetForm({ networks, error, busy, onScan }: Props) {
  const [subnet, setSubnet] = useState('');
  return (
    <form
      className="subnet-form"
      onSubmit={(event) => {
        event.preventDefault();
        onScan(subnet.trim());
      }}
    >
      <TextInput
        label="Subnet"
        description="In CIDR notation: 192.168.0.0/24 asks .1 to .254. A /16 at most."
        placeholder={networks[0]?.subnet ?? '192.168.0.0/24'}
        data-autofocus
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        required
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={64}
        value={subnet}
        error={error ? sentence(problemText(error)) : undefined}
        onChange={(event) => setSubnet(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} disabled={!subnet.trim()}>
        Scan
      </Button>
      {networks.length > 0 && (
        <div className="subnet-suggestions" role="group" aria-label="Networks of Fuse’s machine">
          {networks.slice(0, 4).map(({ interface: name, subnet: text }) => (
            <button key={`${name} ${text}`} type="button" className="suggestion" onClick={() => setSubnet(text)}>
              <span className="mono">{text}</span> <span className="dim small">{name}</span>
            </button>
          ))}
        </div>
      )}
    </form>
  );
}
