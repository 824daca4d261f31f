/** `npm start`: builds the app, serves the build and prints the address. No network is needed after install. */
import { build, preview } from 'vite';

const port = Number(process.env['PORT'] ?? 4173);
const host = process.env['HOST'] ?? '127.0.0.1';

console.log('Building Keepfolio …');
await build({ logLevel: 'warn' });
const server = await preview({ preview: { port, host } });
const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0] ?? `http://${host}:${port}/`;
console.log(`\nKeepfolio is ready: ${address}`);
console.log(`Sample client:      ${address}#/sample/harvester`);
console.log('Stop with Ctrl+C.');
