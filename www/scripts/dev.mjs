// Serves the page for development, by `npm --prefix www run dev`.
//
// Vite shows a change of the page's sources at once. A change of the crate compiles the module
// again, without optimizing it as a whole, and reloads the page. An error of the compiler is
// printed and shown, and the server continues.

import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { moduleOf, TARGET, wasmEnvironment } from './build.mjs';
import { collect, ROOT, run, say, WWW } from './steps.mjs';
import { bindgen, npmPackages, rust } from './tools.mjs';

const PROFILE = 'loop';
const OUT = join(WWW, 'src', 'wasm');
/** Names of both modules; the whole module contains `front`, so it replaces both. */
const NAMES = ['front', 'infragenie'];
const SOURCES = join(ROOT, 'src') + sep;

run(async () => {
  await npmPackages();
  await rust();
  const { path } = await bindgen();
  let error = await compiled(path);
  // Imported after the installation, since Vite may not be installed before.
  const vite = createRequire(join(WWW, 'package.json')).resolve('vite');
  const { createServer } = await import(pathToFileURL(vite).href);
  const server = await createServer({
    root: WWW,
    logLevel: 'warn',
    // The page is reloaded once, when all files of the module are written.
    server: { watch: { ignored: [`${OUT}${sep}**`] } },
  });
  const show = () =>
    server.ws.send(error === null ? { type: 'full-reload' } : { type: 'error', err: error });
  server.ws.on('connection', () => {
    if (error !== null) show();
  });

  let [isBusy, isChanged] = [false, false];
  const changed = async () => {
    isChanged = true;
    if (isBusy) return;
    isBusy = true;
    while (isChanged) {
      isChanged = false;
      error = await compiled(path);
      server.moduleGraph.invalidateAll();
      show();
    }
    isBusy = false;
  };
  server.watcher.add(SOURCES);
  server.watcher.on('all', (_, file) => {
    if (file.startsWith(SOURCES) && file.endsWith('.rs')) changed();
  });
  await server.listen();
  say(`\nInfraGenie is at ${server.resolvedUrls.local[0]}\nCtrl+C stops it.`);
});

/** Compiles the module; returns null, or the compiler's error in the format of Vite. */
async function compiled(tool) {
  const started = Date.now();
  const cargo = await collect(
    'cargo',
    [
      'rustc',
      '--quiet',
      '--profile',
      PROFILE,
      '--target',
      TARGET,
      '--lib',
      '--crate-type',
      'cdylib',
    ],
    { env: wasmEnvironment() },
  );
  if (cargo.code !== 0) return failed(cargo.output);
  // Without its stamp a file is written again by the next production build.
  for (const name of NAMES) {
    rmSync(join(OUT, `.stamp-${name}`), { force: true });
    const { code, output } = await collect(tool, [moduleOf(PROFILE), name, OUT]);
    if (code !== 0) return failed(output);
  }
  say(`compiled in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return null;
}

function failed(output) {
  process.stderr.write(output);
  return { message: output, stack: '', plugin: 'cargo' };
}
