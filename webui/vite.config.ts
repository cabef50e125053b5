import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const hub = process.env.PEYVAND_HUB ?? 'http://127.0.0.1:8080';
const proxied = { target: hub, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Chrome 109 is the last one on Windows 7, which call-centre desks still run.
    target: 'chrome109',
    cssTarget: 'chrome109',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: { '/api': proxied, '/socket.io': { ...proxied, ws: true } },
  },
});
