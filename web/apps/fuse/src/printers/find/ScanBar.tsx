import { sentence } from '@gantry/api';
import { Button } from '@mantine/core';
import { Icon, useNow } from '@gantry/ui';
import { isSubnetScan, progressOf, type Scan } from './discovery';

interface Props {
  scan: Scan;
  count: number;
  cancelling: boolean;
  onCancel: () => void;
  onAgain: () => void;
}

/** How far the scan is, and the way to end it or to look again. */
export function ScanBar({ scan, count, cancelling, onCancel, onAgain }: Props) {
  const running = scan.state === 'running';
  const now = useNow();
  return (
    <div className="scan-bar" data-state={scan.state}>
      <div className="scan-line">
        <p role="status">
          <b>{running ? searching(scan) : ended(scan)}</b> <span className="dim">{countText(count, running)}</span>
        </p>
        <span className="dim small figures">{running && leftText(scan, now)}</span>
        {running ? (
          <Button variant="default" loading={cancelling} onClick={onCancel}>
            {isSubnetScan(scan) ? 'Cancel' : 'Stop'}
          </Button>
        ) : (
          <Button variant="default" onClick={onAgain} leftSection={<Icon name="retry" />}>
            Scan Again
          </Button>
        )}
      </div>
      <progress className="bar" max={1} value={progressOf(scan, now)} aria-label="Progress of the scan" />
      {scan.problem && (
        <p className="scan-problem" data-tone="red" role="alert">
          <Icon name="error" size={16} /> <span>{sentence(scan.problem.detail)}</span>
        </p>
      )}
    </div>
  );
}

const searching = (scan: Scan): string => (isSubnetScan(scan) ? `Scanning ${scan.subnet} …` : 'Listening for printers …');

function ended(scan: Scan): string {
  if (scan.state === 'failed') return 'The scan could not go on.';
  if (scan.state === 'cancelled') return 'Stopped.';
  return isSubnetScan(scan) ? `${scan.subnet} is scanned.` : 'Done listening.';
}

function countText(count: number, running: boolean): string {
  if (count === 0) return running ? 'No printer found yet' : 'No printer found';
  return count === 1 ? '1 printer found' : `${count} printers found`;
}

function leftText(scan: Scan, now: number): string {
  if (scan.total > 0) return `${scan.probed} of ${scan.total} addresses`;
  return scan.ends_at > 0 ? `${Math.max(0, Math.ceil((scan.ends_at - now) / 1000))} s left` : '';
}
