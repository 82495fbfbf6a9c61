import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fuse, printersQuery, type NewPrinter, type PrinterView } from '../../api';

/** Adds a printer; it is in the list at once, whether its event or this answer comes first. */
export function useAdd(onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPrinter) => fuse('post', '/api/printers', { body }),
    onSuccess: (added: PrinterView) => {
      cache.setQueryData(printersQuery.queryKey, (all) =>
        all?.some(({ printer }) => printer.id === added.printer.id) ? all : [...(all ?? []), added],
      );
      onDone();
    },
  });
}
