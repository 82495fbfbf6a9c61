import type { PrinterState } from '@gantry/api';
import { Confirm } from '../parts/Dialog';

interface Props {
  name: string;
  progress: PrinterState['progress'];
  opened: boolean;
  onClose: () => void;
  onStop: () => void;
}

/** Asks before a print is stopped; how the command goes is shown where it was asked for. */
export function StopConfirm({ name, progress, opened, onClose, onStop }: Props) {
  return (
    <Confirm
      opened={opened}
      title={`Stop the print on ${name}?`}
      action={`Stop ${name}`}
      pending={false}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        onStop();
      }}
    >
      {progress.job_name ? <b>{progress.job_name}</b> : 'The print'} ends at {progress.percent}%. It cannot be continued.
    </Confirm>
  );
}
