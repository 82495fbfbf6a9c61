import type { ButtonHTMLAttributes } from 'react';
import { Icon, type IconName } from './Icon';
import './tileButton.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** For screen readers: names the printer, too, since a page has many of the same. */
  'aria-label': string;
  /** What it asked for is under way: it cannot be pressed again. */
  loading?: boolean;
  filled?: boolean;
}

/** A button on the tile of a printer, of which a page has hundreds: plain (docs/decisions/0010-cards-of-plain-elements.md). */
export function TileButton({ icon, loading = false, filled, disabled, className = '', children, ...rest }: Props) {
  return (
    <button type="button" className={`tile-button ${className}`} data-filled={filled} aria-busy={loading} disabled={disabled || loading} {...rest}>
      <Icon name={icon} /> {children}
    </button>
  );
}
