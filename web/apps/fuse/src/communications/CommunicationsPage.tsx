import { useMediaQuery } from '@mantine/hooks';
import { Badge, Confirm, Dialog, Empty, Failure, Icon, Loading, connectionLook } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { fuse, printersQuery, type PrinterView } from '../api';
import { MessageDetail, type View } from './MessageDetail';
import { MessageList } from './MessageList';
import { Toolbar } from './Toolbar';
import type { Direction, Message } from './types';
import { useLater } from './useLater';
import { useMessages } from './useMessages';
import './communications.css';

/** Everything that Fuse and one printer say to each other, as it happens. */
export function CommunicationsPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: printers, error, refetch } = useQuery(printersQuery);
  const view = printers?.find(({ printer }) => printer.id === id);
  if (error && !printers) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!printers) return <Loading what="the printer" />;
  if (!view)
    return (
      <>
        <h1 className="visually-hidden">Communications</h1>
        <Empty icon="printer" title="There is no such printer" action={<Link to="/printers">All printers</Link>}>
          It may have been removed from this Fuse.
        </Empty>
      </>
    );
  return <Talk key={id} view={view} />;
}

function Talk({ view: { printer, state } }: { view: PrinterView }) {
  const wide = useMediaQuery('(min-width: 1000px)', undefined, { getInitialValueInEffect: false });
  const [shown, setShown] = useState<Direction[]>(['send', 'receive', 'connection']);
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const [paused, setPaused] = useState(false);
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<Message>();
  const [opened, setOpened] = useState(false);
  const [how, setHow] = useState<View>('Parsed');
  const wanted = useLater(search.trim(), 250);
  const messages = useMessages(printer.id, { directions: shown, search: wanted }, paused);
  const clear = useMutation({
    mutationFn: () => fuse('delete', '/api/printers/{id}/communications', { path: { id: printer.id } }),
    onSuccess: () => {
      setAsking(false);
      setChosen(undefined);
    },
  });
  const detail = chosen && <MessageDetail printer={printer.id} message={chosen} view={how} onView={setHow} />;
  return (
    <div className="talk">
      <header className="talk-head">
        <Link to="/printers" className="talk-back small">
          <Icon name="left" size={15} /> Printers
        </Link>
        <h1>Communications</h1>
        <span className="talk-name">{printer.name}</span>
        <Badge look={connectionLook(state.connection)} />
        <Count messages={messages.shown?.length} dropped={messages.dropped} filtered={Boolean(wanted) || shown.length < 3} connected={messages.connected} />
      </header>
      <Toolbar
        printer={printer.id}
        shown={shown}
        onShown={setShown}
        search={search}
        onSearch={setSearch}
        follow={follow}
        onFollow={setFollow}
        paused={paused}
        onPaused={setPaused}
        waiting={messages.waiting}
        onClear={() => setAsking(true)}
      />
      <div className="talk-body">
        <div className="card talk-messages">
          {!messages.shown && <Loading what="the messages" />}
          {messages.shown?.length === 0 && <Nothing filtered={Boolean(wanted) || shown.length < 3} simulated={printer.driver === 'virtual'} />}
          {messages.shown && messages.shown.length > 0 && (
            <MessageList
              messages={messages.shown}
              selected={chosen?.number}
              follow={follow && !paused}
              onFollow={setFollow}
              onSelect={(message, open) => {
                setChosen(message);
                setOpened(open && !wide);
              }}
            />
          )}
        </div>
        {wide && <div className="card talk-side">{detail ?? <p className="dim talk-hint">Choose a message to see what it says and what it changed.</p>}</div>}
      </div>
      {!wide && (
        <Dialog opened={opened && Boolean(chosen)} title="Message" size="xl" onClose={() => setOpened(false)}>
          {detail}
        </Dialog>
      )}
      <Confirm opened={asking} title={`Clear the messages of ${printer.name}?`} action="Clear" pending={clear.isPending} error={clear.error} onClose={() => setAsking(false)} onConfirm={() => clear.mutate()}>
        They are forgotten for everybody who looks. Nothing changes on the printer.
      </Confirm>
    </div>
  );
}

function Count({ messages, dropped, filtered, connected }: { messages: number | undefined; dropped: number; filtered: boolean; connected: boolean }) {
  if (messages === undefined) return null;
  return (
    <span className="talk-count small dim figures">
      {messages} {messages === 1 ? 'message' : 'messages'}
      {filtered && ' found'}
      {dropped > 0 && ` · ${dropped} older ones no longer kept`}
      {!connected && ' · reconnecting'}
    </span>
  );
}

function Nothing({ filtered, simulated }: { filtered: boolean; simulated: boolean }) {
  if (filtered)
    return (
      <Empty icon="search" title="Nothing found">
        No kept message fits. Turn more directions on, or search for something else.
      </Empty>
    );
  return (
    <Empty icon="link" title="No messages yet">
      {simulated ? 'A virtual printer lives in Fuse itself. What it reports, and what it is told, appears here as it happens.' : 'They appear here as soon as Fuse and the printer talk.'}
    </Empty>
  );
}
