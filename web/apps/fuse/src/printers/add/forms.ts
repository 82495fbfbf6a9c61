import type { components } from '@gantry/api/fuse';
import { queryOptions } from '@tanstack/react-query';
import { fuse } from '../../api';

export type DriverForm = components['schemas']['DriverForm'];
export type FormField = components['schemas']['FormField'];

/** What each kind of printer asks for; Fuse's drivers say so. */
export const formsQuery = queryOptions({ queryKey: ['drivers'], queryFn: () => fuse('get', '/api/drivers') });

/** Codes are read off a screen and pasted with the spaces around them. */
export const typedCode = (text: string): string => text.replace(/\s/g, '');
