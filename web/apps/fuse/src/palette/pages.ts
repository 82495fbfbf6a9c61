import type { IconName } from '@gantry/ui';

export const pages: Array<{ to: string; title: string; icon: IconName }> = [
  { to: '/', title: 'Status', icon: 'home' },
  { to: '/printers', title: 'Printers', icon: 'printer' },
  { to: '/files', title: 'Files', icon: 'file' },
  { to: '/activity', title: 'Camera Activity', icon: 'camera' },
  { to: '/settings', title: 'Settings', icon: 'gear' },
  { to: '/logs', title: 'Logs', icon: 'list' },
  { to: '/help', title: 'Help', icon: 'info' },
  { to: '/api', title: 'API reference', icon: 'link' },
];

/** Their names alone: the sections themselves are loaded with the page. A test compares them. */
export const settingsSections = [
  { id: 'gateway', title: 'Fuse Gateway' },
  { id: 'printers', title: 'Printer Management' },
  { id: 'integrations', title: 'External Integrations' },
  { id: 'cache', title: 'File Cache' },
  { id: 'cameras', title: 'Cameras' },
  { id: 'access', title: 'Access' },
  { id: 'troubleshooting', title: 'Troubleshooting' },
  { id: 'danger', title: 'Danger Zone' },
  { id: 'help', title: 'Help' },
];
