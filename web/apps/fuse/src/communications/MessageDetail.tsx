import { SegmentedControl } from '@mantine/core';
import { Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { fuse } from '../api';
import { ParsedBody } from './ParsedBody';
import { RawBody } from './RawBody';
import { directions, sizeText, timeText } from './text';
import type { Message } from './types';

export type View = 'Parsed' | 'Raw';

interface Props {
  printer: string;
  message: Message;
  view: View;
  onView: (view: View) => void;
}

export function MessageDetail({ printer, message, view, onView }: Props) {
  const { number, name, at, direction, size, topic } = message;
  const { data, error, refetch } = useQuery({
    queryKey: ['communication', printer, number, at],
    queryFn: () => fuse('get', '/api/printers/{id}/communications/{number}', { path: { id: printer, number } }),
    gcTime: 60_000,
    retry: false,
  });
  return (
    <article className="talk-detail" aria-label={`Message ${name}`}>
      <header>
        <h2 className="mono">{name}</h2>
        <SegmentedControl data={['Parsed', 'Raw']} value={view} onChange={(value) => onView(value as View)} aria-label="How the message is shown" />
      </header>
      <p className="small dim figures">
        {directions[direction].label} · {timeText(at)} · {sizeText(size)} · <span className="mono">{topic}</span>
      </p>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading what="the message" />}
      {data && (view === 'Raw' ? <RawBody detail={data} /> : <ParsedBody detail={data} />)}
    </article>
  );
}
