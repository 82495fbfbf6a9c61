import { SignedInBrowsers } from '@gantry/ui';
import { fuse, type Access } from '../api';
import { useAskedAnew } from './access';

/** Browsers on other machines that are signed in. */
export function SessionList({ access }: { access: Access }) {
  const askAnew = useAskedAnew();
  const browsers = access.sessions
    .filter(({ kind }) => kind === 'person')
    .toSorted((one, other) => other.seen_at - one.seen_at)
    .map(({ id, browser, address, seen_at, is_this: current }) => ({ id, browser, address, seen_at, current }));
  if (browsers.length === 0) return access.has_password ? <p className="small dim">Nobody is signed in from another machine.</p> : null;
  return (
    <div className="access-part">
      <h3>Signed in</h3>
      <SignedInBrowsers
        label="Signed in"
        browsers={browsers}
        end={(id) => fuse('delete', '/api/access/sessions/{id}', { path: { id } }).finally(askAnew)}
        endAll={() => fuse('delete', '/api/access/sessions').finally(askAnew)}
      >
        Every browser on another machine is signed out at once{browsers.some(({ current }) => current) && ', this one too'}. Live video there ends.
      </SignedInBrowsers>
    </div>
  );
}
