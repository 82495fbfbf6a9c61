import { MantineProvider, createTheme, defaultVariantColorsResolver, type VariantColorsResolver } from '@mantine/core';
import type { ReactNode } from 'react';

/** The one accent is neutral ink, so that colour is left for state. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled' || (input.color && input.color !== 'dark')) return resolved;
  return { ...resolved, background: 'var(--accent)', hover: 'var(--accent-hover)', color: 'var(--accent-text)' };
};

const theme = createTheme({
  primaryColor: 'dark',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 'md',
  respectReducedMotion: true,
  variantColorResolver,
  // A menu goes when its page scrolls, not when its button is measured as out of sight for a moment.
  // Nor does it hold anything that is no item of it.
  components: { Popover: { defaultProps: { hideDetached: false } }, Menu: { defaultProps: { withInitialFocusPlaceholder: false } } },
});

/**
 * The variables come from the style sheet, not from a style element made at run time: the pages then work under
 * `style-src 'self'`, and nothing flashes before the script runs. In tests nothing moves.
 */
export function Theme({ children, env }: { children: ReactNode; env?: 'test' }) {
  return (
    <MantineProvider env={env} theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  );
}
