import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';

interface Props {
  label: string;
  removed: boolean;
  onRemove: () => void;
  onKeep: () => void;
}

/** Beneath a secret that is stored and that its printer need not have: what becomes of it. */
export function StoredSecret({ label, removed, onRemove, onKeep }: Props) {
  const action = removed ? 'Keep' : 'Remove';
  return (
    <div className="stored-secret small" data-tone={removed ? 'yellow' : undefined}>
      <Icon name={removed ? 'warning' : 'check'} size={16} />
      <span role="status">{removed ? 'Will be removed when you save' : 'Stored'}</span>
      <Button variant="subtle" size="compact-sm" color="gray" aria-label={`${action} the stored ${label}`} onClick={removed ? onKeep : onRemove}>
        {action}
      </Button>
    </div>
  );
}
