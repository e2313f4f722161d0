// Serves the page for development: `npm --prefix www run dev`. A change of the page's sources is
// shown at once by Vite; a change of the crate compiles the module again, without optimizing it as a
// whole, and reloads the page. An error of the compiler is printed and shown; the server stays up.

import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { moduleOf, TARGET, wasmEnvironment } from './build.mjs';
import { collect, ROOT, run, say, WWW } from './steps.mjs';
import { bindgen, npmPackages, rust } from './tools.mjs';

const PROFILE = 'loop';
const OUT = join(WWW, 'src', 'wasm');
/** The whole module has all of what the page loads first, so that it takes the place of both. */
const NAMES = ['front', 'infragenie'];
const SOURCES = join(ROOT, 'src') + sep;

run(async () => {
  await npmPackages();
  await rust();
  const { path } = await bindgen();
  let error = await compiled(path);
  // Loaded only here: before, the package may not be installed.
  const vite = createRequire(join(WWW, 'package.json')).resolve('vite');
  const { createServer } = await import(pathToFileURL(vite).href);
  const server = await createServer({
    root: WWW, logLevel: 'warn',
    // The page is reloaded once, when all files of the module are written.
    server: { watch: { ignored: [`${OUT}${sep}**`] } },
  });
  const show = () => server.ws.send(error === null ? { type: 'full-reload' } : { type: 'error', err: error });
  server.ws.on('connection', () => { if (error !== null) show(); });

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

/** Compiles the module; null, or what the compiler reported, as Vite shows it. */
async function compiled(tool) {
  const started = Date.now();
  const cargo = await collect('cargo', [
    'rustc', '--quiet', '--profile', PROFILE, '--target', TARGET, '--lib', '--crate-type', 'cdylib',
  ], { env: wasmEnvironment() });
  if (cargo.code !== 0) return failed(cargo.output);
  // Without its stamp, a file is written again by the next build of what ships.
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
