import type { Scope } from '../api';
import { printersText } from '../dashboard/selection/actions';

/** Of a scope that is not all printers: "#Lab, 2 printers". */
export function scopeText({ tags, printers }: Scope): string {
  const named = printers.length > 0 || tags.length === 0 ? [printersText(printers.length)] : [];
  return [...tags.map((tag) => `#${tag}`), ...named].join(', ');
}
