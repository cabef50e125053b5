import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const hub = process.env.PEYVAND_HUB ?? 'http://127.0.0.1:8080';
const proxied = { target: hub, changeOrigin: false };

const TEXT = /\.(js|css|html|svg)$/;
const WORTH_BYTES = 1_000;

/** Lays a .gz and a .br beside every text file that is worth it; the hub sends them to browsers that take them. */
function compressed(): Plugin {
  const squeeze = async (file: string) => {
    const text = await readFile(file);
    if (text.length < WORTH_BYTES) return;
    await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: 9 }));
    await writeFile(`${file}.br`, await promisify(brotliCompress)(text));
  };
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const files = await readdir(dir, { recursive: true });
      await Promise.all(files.filter((file) => TEXT.test(file)).map((file) => squeeze(join(dir, file))));
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
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
