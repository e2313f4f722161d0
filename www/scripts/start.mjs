// Installs what is missing, builds, serves the page and prints its address: `npm --prefix www start`.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './build.mjs';
import { run, say, WWW } from './steps.mjs';

run(async () => {
  await build();
  // Loaded only here: before the build, the package may not be installed.
  const vite = createRequire(join(WWW, 'package.json')).resolve('vite');
  const { preview } = await import(pathToFileURL(vite).href);
  const server = await preview({ root: WWW, logLevel: 'warn' });
  const [address] = server.resolvedUrls?.local ?? [];
  say(`\nInfraGenie is at ${address}\nCtrl+C stops it.`);
});
