import type { CheckReport } from '@gantry/api';
import { useEffect, useState } from 'react';

const nothing: CheckReport = { started_at: 0, done: false, steps: [] };
const endedEarly = 'Fuse ended the check before it was done. Check that it runs, then check again.';

export interface FuseCheckup {
  report: CheckReport;
  /** Why there are no steps to come. */
  problem: string | undefined;
}

/** A check-up of Fuse, as it goes. */
export function useCheckup(query: string): FuseCheckup {
  const [checkup, setCheckup] = useState<FuseCheckup>({ report: nothing, problem: undefined });
  useEffect(() => {
    const socket = new WebSocket(new URL(`/api/doctor?${query}`, window.location.href.replace(/^http/, 'ws')));
    let done = false;
    socket.addEventListener('message', ({ data }) => {
      const report: CheckReport = JSON.parse(String(data));
      done ||= report.done;
      setCheckup({ report, problem: undefined });
    });
    socket.addEventListener('close', ({ reason }) => {
      if (!done) setCheckup(({ report }) => ({ report, problem: reason || endedEarly }));
    });
    return () => {
      done = true;
      socket.close();
    };
  }, [query]);
  return checkup;
}
