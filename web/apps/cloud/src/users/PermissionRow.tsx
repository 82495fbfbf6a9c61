import { NativeSelect } from '@mantine/core';
import { Icon } from '@gantry/ui';

export type Choice = 'role' | 'granted' | 'taken';

interface Props {
  label: string;
  role: string;
  fromRole: boolean;
  /** What was granted (true) or taken away (false) beside the role. */
  override: boolean | undefined;
  /** Nobody grants what they do not hold. */
  grantable: boolean;
  onChoose: (choice: Choice) => void;
}

const word = (allowed: boolean) => (allowed ? 'Allowed' : 'Not allowed');

export function PermissionRow({ label, role, fromRole, override, grantable, onChoose }: Props) {
  const allowed = override ?? fromRole;
  const choice: Choice = override === undefined ? 'role' : override ? 'granted' : 'taken';
  return (
    <div className="permission" data-allowed={allowed} data-beside={override !== undefined || undefined}>
      <span className="permission-sign" title={word(allowed)}>
        <Icon name={allowed ? 'check' : 'close'} size={16} />
      </span>
      <NativeSelect
        label={label}
        value={choice}
        data={[
          { value: 'role', label: `From role ${role}: ${word(fromRole)}` },
          { value: 'granted', label: grantable ? 'Granted: Allowed' : 'Granted (you do not hold it)', disabled: !grantable },
          { value: 'taken', label: 'Taken away: Not allowed' },
        ]}
        onChange={(event) => onChoose(event.currentTarget.value as Choice)}
      />
    </div>
  );
}
