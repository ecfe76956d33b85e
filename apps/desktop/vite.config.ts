import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The window. Everything is a file of its own (no inline script, no inline style), so that the page runs under
 * `script-src 'self'`. Screens are split by feature: the first paint loads the frame and the queue only.
 */
export default defineConfig({
  root: new URL('./src/renderer', import.meta.url).pathname,
  base: './',
  plugins: [react(), tailwindcss()],
  server: {
    proxy: {
      '/rpc': { target: process.env.APOTHECA_SERVICE ?? 'http://127.0.0.1:7400', ws: true },
    },
  },
  build: {
    outDir: new URL('./dist/renderer', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
});
