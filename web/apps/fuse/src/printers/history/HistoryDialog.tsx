import { Dialog, Failure, Loading } from '@gantry/ui';
import { LastHour } from '@gantry/ui/history';
import { useQuery } from '@tanstack/react-query';
import { fuse, printersQuery, type PrinterView } from '../../api';

const refreshMs = 10_000;

interface Props {
  printer: PrinterView['printer'];
  onClose: () => void;
}

export function HistoryDialog({ printer: { id, name }, onClose }: Props) {
  // Its card is not drawn anew for every report.
  const { data: state } = useQuery({ ...printersQuery, enabled: false, select: (all) => all.find(({ printer }) => printer.id === id)?.state });
  const { data, error, refetch } = useQuery({
    queryKey: ['history', id],
    queryFn: () => fuse('get', '/api/printers/{id}/history', { path: { id } }),
    refetchInterval: refreshMs,
    staleTime: 0,
  });
  return (
    <Dialog opened title={`Temperatures of ${name}`} onClose={onClose} size="lg">
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading what="the last hour" />}
      {data && <LastHour history={data} state={state} />}
    </Dialog>
  );
}
