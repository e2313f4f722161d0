// Builds and serves the page, run by `npm --prefix www start`.
//
// The script installs missing tools first, and prints the address of the page.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.mjs';
import { run, say, WWW } from './steps.mjs';

run(async () => {
  await build();
  // Imported after the build, since Vite may not be installed before.
  const vite = createRequire(join(WWW, 'package.json')).resolve('vite');
  const { preview } = await import(pathToFileURL(vite).href);
  const server = await preview({ root: WWW, logLevel: 'warn' });
  const [address] = server.resolvedUrls?.local ?? [];
  say(`\nInfraGenie is at ${address}\nCtrl+C stops it.`);
});
