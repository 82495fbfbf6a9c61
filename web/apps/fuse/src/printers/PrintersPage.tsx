import { Button } from '@mantine/core';
import { Empty, Failure, Icon, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { printersQuery } from '../api';
import { AddPrinterDialog } from './AddPrinterDialog';
import { PrinterCard } from './PrinterCard';

export function PrintersPage() {
  const { data: printers, error, refetch } = useQuery(printersQuery);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      Add Manually
    </Button>
  );
  return (
    <>
      <div className="page-head">
        <h1>Printers</h1>
        {printers && printers.length > 0 && add}
      </div>
      {error && !printers && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !printers && <Loading what="the printers" />}
      {printers?.length === 0 && (
        <Empty icon="printer" title="No printers yet" action={add}>
          Turn on LAN Mode and Developer Mode on the printer, then add it with its IP address and access code.
        </Empty>
      )}
      {printers && printers.length > 0 && (
        <ul className="cards" aria-label="Printers">
          {printers.map((view) => (
            <PrinterCard key={view.printer.id} view={view} />
          ))}
        </ul>
      )}
      <AddPrinterDialog opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}
