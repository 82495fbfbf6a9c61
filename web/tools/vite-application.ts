import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig, type CSSOptions } from 'vite';

/** Mantine's sheet of variables has fourteen palettes in two schemes; these nobody here paints with. */
const palettes = /^--mantine-color-(cyan|grape|green|indigo|lime|orange|pink|violet|yellow)-/;

const withoutPalettes: CSSOptions['postcss'] = {
  plugins: [
    {
      postcssPlugin: 'without-palettes',
      Declaration: (declaration) => {
        if (palettes.test(declaration.prop)) declaration.remove();
      },
    },
  ],
};

/** How both applications are built: one page, hashed assets, nothing inlined, so that a strict CSP holds. */
export function application(root: string) {
  return defineConfig({
    root,
    publicDir: join(root, '../../packages/ui/public'),
    plugins: [react()],
    css: { postcss: withoutPalettes },
    build: { outDir: join(root, 'dist'), emptyOutDir: true, manifest: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false, chunkSizeWarningLimit: 700 },
  });
}
