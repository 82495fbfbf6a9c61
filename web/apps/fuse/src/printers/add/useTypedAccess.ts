import { isAddress } from './address';
import { isFilled, type Typed } from './fields';
import type { FormField } from './forms';
import { useAccess, type Access } from './useAccess';
import { useSettled } from './useSettled';

type Body = Typed & { driver: string; name: string; address: string };

/** What the printer says to what is in a form, once nobody types any more and all of it is there. */
export function useTypedAccess(fields: FormField[], body: Body, valueOf: (field: FormField) => string): Access {
  const { name: _, ...asked } = body;
  const settled = useSettled(JSON.stringify(asked)) === JSON.stringify(asked);
  const whole = isAddress(body.address) && fields.every((field) => isFilled(field, valueOf(field)));
  const [access] = useAccess([settled && whole ? asked : undefined]);
  return access!;
}
