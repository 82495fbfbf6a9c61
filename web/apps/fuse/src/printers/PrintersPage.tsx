import { Empty, Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { printersQuery } from '../api';
import { AddMenu } from './add/AddMenu';
import { PrinterCard } from './PrinterCard';

export function PrintersPage() {
  const { data: printers, error, refetch } = useQuery(printersQuery);
  return (
    <>
      <div className="page-head">
        <h1>Printers</h1>
        <AddMenu />
      </div>
      {error && !printers && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !printers && <Loading what="the printers" />}
      {printers?.length === 0 && (
        <Empty icon="printer" title="No printers yet">
          Turn on LAN Mode and Developer Mode on the printer, then find it with Auto-Scan, or add it with its IP address and access code.
        </Empty>
      )}
      {printers && printers.length > 0 && (
        <ul className="cards" aria-label="Printers">
          {printers.map((view) => (
            <PrinterCard key={view.printer.id} view={view} />
          ))}
        </ul>
      )}
    </>
  );
}
