import { Button, NativeSelect } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useContext, useSyncExternalStore } from 'react';
import { limits, type WatchAll } from './watchAll';
import { WatchAllContext } from './WatchAllContext';

/** Every camera in view at once, up to a limit that this browser remembers. */
export function WatchAllButton() {
  const all = useContext(WatchAllContext);
  return all ? <Choice all={all} /> : null;
}

function Choice({ all }: { all: WatchAll }) {
  const on = useSyncExternalStore(all.subscribe, () => all.on);
  const limit = useSyncExternalStore(all.subscribe, () => all.limit);
  return (
    <div className="watch-all" role="group" aria-label="Watch all">
      <Button variant={on ? 'filled' : 'default'} leftSection={<Icon name={on ? 'close' : 'play'} />} onClick={on ? all.stop : all.start}>
        {on ? 'Stop All' : 'Watch All'}
      </Button>
      <NativeSelect
        aria-label="How many at once"
        title="How many cameras in view are live at once"
        data={limits.map((value) => ({ value: String(value), label: `≤ ${value}` }))}
        value={String(limit)}
        onChange={(event) => all.setLimit(Number(event.currentTarget.value))}
      />
    </div>
  );
}
