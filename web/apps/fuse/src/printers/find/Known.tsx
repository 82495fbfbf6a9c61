import { Button } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { fuse } from '../../api';
import type { Found } from './discovery';

interface Props {
  found: Found;
  known: NonNullable<Found['known']>;
}

/** It is here already; when it has moved, one touch follows it. */
export function Known({ found: { seen }, known }: Props) {
  const move = useMutation({
    mutationFn: () => fuse('patch', '/api/printers/{id}', { path: { id: known.id }, body: { address: seen.address } }),
  });
  const moved = known.address !== seen.address;
  return (
    <div className="found-known small">
      <p data-tone={moved ? 'yellow' : 'gray'}>
        <Icon name={moved ? 'warning' : 'check'} size={16} />{' '}
        <span>
          Already added as <b>{known.name}</b>
          {moved && (
            <>
              , with another address: <span className="mono">{known.address}</span>
            </>
          )}
        </span>
      </p>
      {moved && (
        <Button variant="default" loading={move.isPending} onClick={() => move.mutate()}>
          Use {seen.address}
        </Button>
      )}
      <FormError error={move.error} />
    </div>
  );
}
