import { isWhole, secretOf } from '../find/choices';
import type { DriverForm } from './forms';
import { useAccess, type Access } from './useAccess';
import { useSettled } from './useSettled';

type Body = { name: string; address: string } & Record<string, string>;

/** What the printer says to the code in a form, once nobody types any more. */
export function useTypedAccess(form: DriverForm, body: Body, reachable: boolean): Access | undefined {
  const field = secretOf(form);
  const { name: _, ...asked } = body;
  const settled = useSettled(JSON.stringify(asked));
  const ready = reachable && isWhole(field ? (body[field.key] ?? '') : '', field) && settled === JSON.stringify(asked);
  const [access] = useAccess([ready ? { ...asked, address: body.address } : undefined]);
  return access;
}
