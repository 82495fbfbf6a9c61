import { Dialog, FormError, Loading } from '@gantry/ui';
import { useEffect, useEffectEvent } from 'react';
import { Found } from './Found';
import { isSubnetScan } from './discovery';
import { Obstacles } from './Obstacles';
import { ScanBar } from './ScanBar';
import { SubnetForm } from './SubnetForm';
import { useDiscovery, useScan } from './useDiscovery';
import './find.css';

export interface WayProps {
  opened: boolean;
  onClose: () => void;
  /** Opens another way to add printers in its place. */
  onInstead: (way: string) => void;
}

/** Printers that announce themselves, as they are heard. */
export function AutoScanDialog({ opened, onClose, onInstead }: WayProps) {
  return (
    <Dialog opened={opened} title="Auto-Scan" onClose={onClose} size="800px">
      <Search kind="announcements" onDone={onClose} onInstead={onInstead} />
    </Dialog>
  );
}

/** Every address of a network is asked, for printers that announcements do not reach. */
export function SubnetDialog({ opened, onClose, onInstead }: WayProps) {
  return (
    <Dialog opened={opened} title="Scan Custom Subnet" onClose={onClose} size="800px">
      <Search kind="subnet" onDone={onClose} onInstead={onInstead} />
    </Dialog>
  );
}

interface SearchProps {
  kind: 'announcements' | 'subnet';
  onDone: () => void;
  onInstead: (way: string) => void;
}

function Search({ kind, onDone, onInstead }: SearchProps) {
  const { discovery, lost } = useDiscovery();
  const { start, error, starting, cancel, cancelling } = useScan();
  const begin = useEffectEvent(() => start(''));
  const listening = kind === 'announcements';
  useEffect(() => {
    if (listening) begin();
  }, [listening]);
  if (!discovery) return lost ? <p className="found-waiting">Fuse does not answer. Trying again …</p> : <Loading what="what was found" />;
  const scan = isSubnetScan(discovery.scan) === !listening ? discovery.scan : undefined;
  // Announcements are heard all the time; a scan shows what it found itself.
  const printers = discovery.printers.filter(({ seen }) => (listening ? seen.announced : scan && seen.scanned));
  return (
    <div className="find">
      {!listening && <SubnetForm networks={discovery.networks} error={error} busy={starting} onScan={start} />}
      {listening && scan?.state !== 'running' && <FormError error={error} />}
      {scan && <ScanBar scan={scan} count={printers.length} cancelling={cancelling} onCancel={cancel} onAgain={() => start(scan.subnet)} />}
      <Obstacles discovery={discovery} listening={listening} lost={lost} />
      <Found printers={printers} scan={scan} onDone={onDone} onInstead={onInstead} />
    </div>
  );
}
