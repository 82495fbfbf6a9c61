import { Button, SegmentedControl } from '@mantine/core';
import { Dialog, Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formsQuery } from './forms';
import { PrinterForm } from './PrinterForm';

export function AddPrinterDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Add a physical printer" onClose={onClose}>
      <AnyPrinter onDone={onClose} />
    </Dialog>
  );
}

/** The kinds of printers that Fuse's drivers know; one alone needs no choice. */
function AnyPrinter({ onDone }: { onDone: () => void }) {
  const { data: forms, error, refetch } = useQuery(formsQuery);
  const [driver, setDriver] = useState('');
  if (error && !forms) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!forms) return <Loading what="the form" />;
  const form = forms.find((one) => one.driver === driver) ?? forms[0];
  if (!form) return <Button onClick={onDone}>Close</Button>;
  return (
    <div className="stack">
      {forms.length > 1 && (
        <SegmentedControl
          fullWidth
          aria-label="Kind of printer"
          data={forms.map((one) => ({ value: one.driver, label: one.title }))}
          value={form.driver}
          onChange={setDriver}
        />
      )}
      <PrinterForm key={form.driver} form={form} onDone={onDone} />
    </div>
  );
}
