export type CaseId = 'discovery' | 'connection' | 'camera' | 'cloud';

/** A trouble that people have, and what to try, the likeliest first. */
export interface HelpCase {
  id: CaseId; // also its anchor on the help page
  title: string;
  steps: string[];
}

export const prerequisites = 'The printer needs both LAN Mode and Developer Mode, set on its own screen under Settings → Network.';

/** Every text stands here once: beside its fault and on the help page it reads the same. */
export const cases: Record<CaseId, HelpCase> = {
  discovery: {
    id: 'discovery',
    title: 'Printers are not discovered',
    steps: [
      'The printers and this machine are on the same network.',
      'LAN Mode and Developer Mode are both on, on the printer’s screen under Settings → Network.',
      'The firewall of this machine lets SSDP in: UDP ports 1990 and 2021.',
      'Try Scan Custom Subnet with the printers’ network, for example 192.168.0.0/24.',
      'As a last resort add the printer by hand with its IP address.',
    ],
  },
  connection: {
    id: 'connection',
    title: 'A printer does not connect',
    steps: [
      'It is switched on and on the network.',
      'Its IP address has not changed: networks with dynamic addresses hand out new ones. Edit takes the new one.',
      'The access code is the one on the printer’s screen now; switching LAN Mode or Developer Mode makes a new one.',
      'LAN Mode and Developer Mode are both on, on the printer’s screen under Settings → Network.',
      'Port 8883 is not blocked by a firewall between this machine and the printer.',
      'Look at the printer’s Communications: do messages come?',
      'If nothing helps, delete the printer here and add it again. Nothing on the printer is lost.',
    ],
  },
  camera: {
    id: 'camera',
    title: 'A camera does not load',
    steps: [
      'The camera is enabled on the printer’s screen (on X1 and newer also LAN Mode Liveview).',
      'Ports 322 and 6000 are not blocked by a firewall between this machine and the printer.',
      'The network lets the stream through to this browser: try another network.',
      'Restart the printer: its camera service sometimes hangs.',
      'The picture is black: the first one may take 5 seconds, or the room is dark. Turn the printer’s light on.',
    ],
  },
  cloud: {
    id: 'cloud',
    title: 'Fuse is disconnected from Gantry',
    steps: [
      'This machine reaches the internet.',
      'Fuse runs: the Status page says Running.',
      'Restart Fuse, in Settings under Troubleshooting.',
      'The Gateway URL in Settings is right.',
      'As a last step deactivate this Fuse in Settings and activate it again.',
    ],
  },
};
