import { createReadStream, existsSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { APP } from './people';

/** The module compiled from `external_modules` by a host with GeoNature's aliases, behind a proxy on one origin, as in GeoNature. */
const HOST = process.env.DEMANDES_GEONATURE_HOST ?? '';
const API = '/geonature/api-demandes';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const CONFIG = {
  URL_APPLICATION: '/geonature',
  MAPCONFIG: { BASEMAP: [{ name: 'Fond', url: '/tiles/{z}/{x}/{y}.png', attribution: '© Fond de carte' }] },
  DEMANDES: { API_DEMANDES: API },
};

/** Serves that host: where it is, and what ends it. */
export async function serveHost(): Promise<{ origin: string; close: () => void }> {
  const service = new URL(APP);
  const server = createServer((asked, answer) => {
    const path = new URL(asked.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith(API)) {
      const forwarded = request(
        { host: service.hostname, port: service.port, path: asked.url, method: asked.method, headers: asked.headers },
        (found) => {
          answer.writeHead(found.statusCode ?? 502, found.headers);
          found.pipe(answer);
        }
      );
      forwarded.on('error', () => answer.writeHead(502).end());
      asked.pipe(forwarded);
      return;
    }
    if (path === '/geonature/config.js') {
      answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`window.gnConfig = ${JSON.stringify(CONFIG)};`);
      return;
    }
    const file = join(HOST, normalize(path.replace(/^\/geonature/, '') || '/').replace(/^\/$/, '/index.html'));
    if (!existsSync(file)) {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
