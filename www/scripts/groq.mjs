// Starts the stand-in for Groq, run by `npm --prefix www run groq`.
//
// Users can thus try the page without a key. Without options the script opens the page of
// `npm start` in the system's Chromium, in which api.groq.com is the stand-in.
// tests/groq/server.mjs documents the options.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { run, WWW } from './steps.mjs';
import { npmPackages } from './tools.mjs';

const PAGE = 'http://127.0.0.1:4173/';

run(async () => {
  await npmPackages();
  const options = process.argv.slice(2);
  const server = join(WWW, 'tests', 'groq', 'server.mjs');
  const child = spawn(
    process.execPath,
    [server, ...(options.length > 0 ? options : ['--open', PAGE])],
    { stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
