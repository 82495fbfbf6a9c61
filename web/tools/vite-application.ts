import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';

/** How both applications are built: one page, hashed assets, nothing inlined, so that a strict CSP holds. */
export function application(root: string) {
  return defineConfig({
    root,
    publicDir: join(root, '../../packages/ui/public'),
    plugins: [react()],
    build: { outDir: join(root, 'dist'), emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false, chunkSizeWarningLimit: 700 },
  });
}
