import { Empty, Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { serverSettingsQuery, sessionQuery } from '../api';
import { LivePanel } from './LivePanel';
import { MailPanel } from './MailPanel';
import { PeoplePanel } from './PeoplePanel';
import { PicturesPanel } from './PicturesPanel';

/** What belongs to no store but to the server: for its administrator alone. */
export function ServerPage() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <>
      <div className="page-head">
        <h1>Server</h1>
      </div>
      {session?.administrator ? <Panels /> : <NotOpen />}
    </>
  );
}

function NotOpen() {
  return (
    <Empty icon="info" title="This is not open to you" action={<Link to="/">Back to the dashboard</Link>}>
      Only this server’s administrator changes these settings: the person who set it up with the one-time link.
    </Empty>
  );
}

function Panels() {
  const { data: server, error, refetch } = useQuery(serverSettingsQuery);
  if (error && !server) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!server) return <Loading what="the server’s settings" />;
  return (
    <div className="panels">
      <PeoplePanel server={server} />
      <LivePanel server={server} />
      <PicturesPanel server={server} />
      <MailPanel server={server} />
    </div>
  );
}
