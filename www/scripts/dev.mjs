// Serves the page for development: `npm --prefix www run dev`.
//
// Vite shows a change of the page's sources at once. A change of the crate compiles the module again,
// in a profile that does not optimize the module as a whole, and reloads the page. An error of the
// compiler is printed in the terminal and shown over the page; the server stays up.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import { crates, moduleOf, TARGET, wasmEnvironment } from './build.mjs';
import { collect, fingerprint, ROOT, run, say, WWW } from './steps.mjs';
import { bindgen, npmPackages, rust } from './tools.mjs';

const PROFILE = 'loop';
const NAME = 'infragenie';
const OUT = join(WWW, 'src', 'wasm');
const CRATE = [join(ROOT, 'src') + sep, join(ROOT, 'Cargo.toml'), join(ROOT, 'Cargo.lock')];
/** Cases of the rules, which are part of the page and not of the module. */
const CASES = /[\\/]src[\\/]scan[\\/]aws[\\/][^\\/]*\.tf$/;
/** Modules of the page with a part of the functions. */
const PARTS = ['check', 'front'];
/** JavaScript of a part: the whole module has all its functions. */
const PART = `export { default } from './${NAME}.js';\nexport * from './${NAME}.js';\n`;

run(async () => {
  say('- compiling the module for development');
  const [, [{ path }]] = await Promise.all([
    npmPackages(),
    rust()
      .then(crates)
      .then(() => Promise.all([bindgen(), cargo()])),
  ]);
  const module = createModule(path);
  await module.compile();
  // Loaded only here: before, the package may not be installed.
  const vite = createRequire(join(WWW, 'package.json')).resolve('vite');
  const { createServer } = await import(pathToFileURL(vite).href);
  const server = await createServer({
    root: WWW,
    logLevel: 'warn',
    // The page is reloaded once, when all files of the module are written.
    server: { watch: { ignored: [`${OUT}${sep}**`] } },
  });
  const show = () => {
    const err = module.error();
    server.ws.send(err === null ? { type: 'full-reload' } : { type: 'error', err });
  };
  server.ws.on('connection', () => {
    if (module.error() !== null) show();
  });

  let [isBusy, isChanged] = [false, false];
  const changed = async () => {
    isChanged = true;
    if (isBusy) return;
    isBusy = true;
    while (isChanged) {
      isChanged = false;
      if (!(await module.compile())) continue;
      server.moduleGraph.invalidateAll();
      show();
    }
    isBusy = false;
  };
  server.watcher.add(CRATE);
  server.watcher.on('all', (_, file) => {
    if (CRATE.some((one) => file.startsWith(one)) && !CASES.test(file)) void changed();
  });
  await server.listen();
  const [address] = server.resolvedUrls.local;
  say(`\nInfraGenie is at ${address}\nCtrl+C stops it.`);
});

/** Returns the module of the page, compiled in the profile `loop`. */
function createModule(tool) {
  const file = moduleOf(PROFILE);
  let [error, mark] = [null, ''];
  /** Writes the JavaScript of the module; returns what the tool printed if it failed. */
  const write = async () => {
    mkdirSync(OUT, { recursive: true });
    // Without its stamp, a file is written again by the next build of what ships.
    for (const name of [...PARTS, NAME]) rmSync(join(OUT, `.stamp-${name}`), { force: true });
    for (const name of PARTS) {
      for (const end of ['js', 'd.ts']) writeFileSync(join(OUT, `${name}.${end}`), PART);
    }
    const { code, output } = await collect(tool, [file, NAME, OUT]);
    return code === 0 ? null : output;
  };
  return {
    /** Returns the error in the form that Vite shows; null if the module is compiled. */
    error: () => error,
    /** Compiles the module; resolves to whether the page has something else to show. */
    async compile() {
      const started = Date.now();
      const { code, output } = await cargo();
      const next = code === 0 ? fingerprint([file]) : '';
      let failed = code === 0 ? null : output;
      const isOther = next !== mark || error !== null;
      if (failed === null && isOther) failed = await write();
      mark = failed === null ? next : '';
      error = failed === null ? null : { message: failed, stack: '', plugin: 'cargo' };
      if (failed === null) say(`compiled in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      else process.stderr.write(failed);
      return isOther || failed !== null;
    },
  };
}

function cargo() {
  return collect(
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
}
