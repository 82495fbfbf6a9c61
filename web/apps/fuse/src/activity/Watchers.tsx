import { Age, Icon } from '@gantry/ui';
import { sizeText } from '../communications/text';
import type { Watching } from './useActivity';

/** Who watches live, from where, and since when. */
export function Watchers({ watching, name }: { watching: Watching[]; name: string }) {
  return (
    <div className="watchers">
      <h3 className="small dim">Watching live</h3>
      {watching.length === 0 ? (
        <p className="small dim">Nobody</p>
      ) : (
        <ul aria-label={`Watching ${name}`}>
          {watching.map((one) => (
            <Watcher key={`${one.since} ${one.viewer}`} watching={one} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Watcher({ watching: { viewer, way, since, connected, relayed, bytes } }: { watching: Watching }) {
  return (
    <li>
      <Icon name={way === 'cloud' ? 'cloud' : 'host'} size={16} />
      <span>
        <b>{way === 'cloud' ? viewer || 'Somebody' : whoIsHere(viewer)}</b> {way === 'cloud' ? 'in Gantry' : 'in Fuse'}
        {relayed && ', relayed'}
        <small className="dim figures">
          {connected ? <>joined <Age at={since} what="Joined" /> · {sizeText(bytes)}</> : 'connecting'}
        </small>
      </span>
    </li>
  );
}

const loopback = /^(127\.|::1$|::ffff:127\.)/;

const whoIsHere = (address: string): string => (loopback.test(address) ? 'This machine' : address || 'Somebody');
