import type { CheckStep } from '@gantry/api';
import { checkStun, checkTurn, stunStep, turnStep } from '@gantry/ui/doctor';
import { useEffect, useState } from 'react';
import { useCloudLink } from '../events';
import { nothingYet, type CloudCheckup } from './steps';

/** A check-up by the Fuse of this printer, as it goes. */
export function useCheckup(printer: string): CloudCheckup {
  const { hub } = useCloudLink();
  const [checkup, setCheckup] = useState(nothingYet);
  useEffect(() => {
    const change = (more: Partial<CloudCheckup>) => setCheckup((before) => ({ ...before, ...more }));
    return hub.checks.start(printer, {
      ready: (servers) => change({ servers }),
      report: (report) => change({ report }),
      // Later, so that a socket that is gone already is told like one that goes.
      ended: (problem) => queueMicrotask(() => change({ problem })),
    });
  }, [hub, printer]);
  return checkup;
}

/** What the network lets through to this browser: begins as soon as the servers are known. */
export function useServers(servers: RTCIceServer[] | undefined): CheckStep[] {
  const [stun, setStun] = useState(stunStep);
  const [turn, setTurn] = useState(turnStep);
  useEffect(() => {
    if (!servers) return undefined;
    let over = false;
    const running = async () => {
      const both = await Promise.all([checkStun(servers), checkTurn(servers)]);
      if (over) return;
      setStun(both[0]);
      setTurn(both[1]);
    };
    void running();
    return () => {
      over = true;
    };
  }, [servers]);
  return [stun, turn];
}
