import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Empty, Failure, FormError, Icon, Loading } from '@gantry/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { levels, matching, type Level } from './filter';
import { LogList } from './LogList';
import { useLog } from './useLog';
import './logs.css';

/** So many lines at once; older ones are found by the filter, or in the file. */
const shown_at_once = 1000;

export function LogsPage() {
  const [paused, setPaused] = useState(false);
  const [level, setLevel] = useState<Level>('debug');
  const [search, setSearch] = useState('');
  const { lines, error, clear } = useLog(paused);
  const found = lines && matching(lines, level, search);
  return (
    <div className="logs">
      <p className="small">
        <Link to="/settings" hash="troubleshooting">
          Settings
        </Link>
      </p>
      <div className="page-head">
        <h1>Logs</h1>
        <div className="row">
          <Button variant="default" leftSection={<Icon name={paused ? 'play' : 'pause'} />} aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {paused ? 'Follow' : 'Pause'}
          </Button>
          <Button component="a" href="/api/logs/download" download="gantry-fuse.log" leftSection={<Icon name="download" />}>
            Download
          </Button>
        </div>
      </div>
      <div className="logs-filter">
        <NativeSelect aria-label="Level" data={levels} value={level} onChange={(event) => setLevel(event.currentTarget.value as Level)} />
        <TextInput
          type="search"
          data-search
          aria-keyshortcuts="/"
          aria-label="Filter"
          placeholder="Words: a printer’s name, fuse.gateway, upload …"
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button variant="default" onClick={clear} disabled={!lines?.length}>
          Clear View
        </Button>
      </div>
      {lines && <FormError error={error} />}
      {!lines && (error ? <Failure error={error} /> : <Loading what="the log" />)}
      {found && <Found count={found.length} of={lines!.length} paused={paused} />}
      {found && found.length > 0 && <LogList lines={found.slice(-shown_at_once)} follow={!paused} />}
      {found?.length === 0 && (
        <Empty icon="list" title={lines!.length === 0 ? 'Nothing new' : 'No line fits the filter'}>
          {lines!.length === 0 ? 'What happens from now on appears here by itself.' : 'Take another level or fewer words.'}
        </Empty>
      )}
    </div>
  );
}

function Found({ count, of, paused }: { count: number; of: number; paused: boolean }) {
  return (
    <p className="small dim figures" role="status">
      {count === of ? `${of} lines` : `${count} of ${of} lines`}
      {count > shown_at_once && `, the newest ${shown_at_once} are shown`}
      {paused && ' · paused'}
    </p>
  );
}
