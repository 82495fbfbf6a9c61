import { useEffect, useState } from 'react';
import { Failure, Loading } from '../parts/Notices';
import { missingPiece } from './updates';

/** In the place of a page that broke: what happened, and another try. */
export function PageFailure({ error, reset }: { error: unknown; reset: () => void }) {
  const piece = missingPiece(error);
  const [reloads, setReloads] = useState(piece !== undefined);
  useEffect(() => void piece?.then(setReloads), [piece]);
  if (reloads) return <Loading what="the new version" />;
  // What did not come once is not asked for again by the page that stands.
  return <Failure heading="h1" error={error} onRetry={piece ? () => window.location.reload() : reset} />;
}
