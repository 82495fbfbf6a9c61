import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { HelpHint } from '../../help/HelpHint';
import { isSubnetScan, type Scan } from './discovery';

interface Props {
  scan: Scan;
  /** Opens another way to add printers. */
  onInstead: (way: string) => void;
}

/** A search that ended without a printer: why that may be, and what to try next. */
export function NothingFound({ scan, onInstead }: Props) {
  if (scan.state === 'running')
    return (
      <p className="found-waiting dim">
        {isSubnetScan(scan) ? 'Printers appear here as they answer.' : 'Printers announce themselves every few seconds and appear here as they are heard.'}
      </p>
    );
  if (scan.state === 'cancelled') return <p className="found-waiting dim">No printer had answered by then.</p>;
  return (
    <div className="found-nothing">
      <span className="notice-icon">
        <Icon name="printer" size={28} />
      </span>
      <h3>No printers found</h3>
      <HelpHint about="discovery" open />
      <div className="row">
        {!isSubnetScan(scan) && (
          <Button variant="default" onClick={() => onInstead('Scan Custom Subnet')}>
            Scan Custom Subnet
          </Button>
        )}
        <Button variant="default" onClick={() => onInstead('Physical Printer')}>
          Add by IP Address
        </Button>
      </div>
    </div>
  );
}
