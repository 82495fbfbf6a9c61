import type { ComponentType } from 'react';
import type { Settings } from '../api';
import { Access } from './sections/Access';
import { Cameras } from './sections/Cameras';
import { DangerZone } from './sections/DangerZone';
import { FileCache } from './sections/FileCache';
import { FuseGateway } from './sections/FuseGateway';
import { Help } from './sections/Help';
import { Integrations } from './sections/Integrations';
import { PrinterManagement } from './sections/PrinterManagement';
import { Troubleshooting } from './sections/Troubleshooting';

export interface SectionProps {
  settings: Settings;
}

interface Entry {
  id: string; // also the anchor: /settings#id
  title: string;
  Body: ComponentType<SectionProps>;
  danger?: boolean;
}

/** The sections in their order, each a file and one line here. */
export const sections: Entry[] = [
  { id: 'gateway', title: 'Fuse Gateway', Body: FuseGateway },
  { id: 'printers', title: 'Printer Management', Body: PrinterManagement },
  { id: 'integrations', title: 'External Integrations', Body: Integrations },
  { id: 'cache', title: 'File Cache', Body: FileCache },
  { id: 'cameras', title: 'Cameras', Body: Cameras },
  { id: 'access', title: 'Access', Body: Access },
  { id: 'troubleshooting', title: 'Troubleshooting', Body: Troubleshooting },
  { id: 'danger', title: 'Danger Zone', Body: DangerZone, danger: true },
  { id: 'help', title: 'Help', Body: Help },
];
