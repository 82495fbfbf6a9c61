import { Link } from '@tanstack/react-router';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';

/** Its name, which leads to its page; on a wall, where nobody goes anywhere, only the name. */
export function PrinterLink({ printer, policy }: { printer: PrinterView['printer']; policy?: RTCIceTransportPolicy }) {
  const { wall } = useCloudLink();
  if (wall) return <b className="printer-link">{printer.name}</b>;
  return (
    <Link className="printer-link" to="/printers/$id" params={{ id: printer.id }} search={policy === 'relay' ? { policy } : {}}>
      {printer.name}
    </Link>
  );
}
