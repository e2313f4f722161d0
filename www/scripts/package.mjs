// Builds the npm package, run by `npm --prefix www run package`.
//
// The package is written to www/dist-package and not to www/dist, which the build of the page
// empties.

import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { filesUnder, fingerprint, ROOT, run, step, unlessStamped, WWW } from './steps.mjs';

export const PACKAGE = join(WWW, 'dist-package');
const SOURCES = join(WWW, 'package');
const WASM = join(WWW, 'src', 'wasm');
const INNER = ['cli', 'module', 'sarif', 'sources', 'storage', 'stored'];
/** Module of the page that the package uses, too. */
const STORAGE = join(WWW, 'src', 'host', 'storage.ts');
const DATA = join(WWW, 'public', 'data');

/** Builds the package from the built module. */
export async function pack() {
  const own = ['README.md', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'LICENSES.md', 'Cargo.toml'].map(
    (name) => join(ROOT, name),
  );
  const mark = fingerprint([
    SOURCES,
    STORAGE,
    DATA,
    join(ROOT, 'src', 'web', 'types.ts'),
    join(WWW, 'scripts', 'package.mjs'),
    join(WASM, 'infragenie.js'),
    join(WASM, 'infragenie_bg.wasm'),
    ...own,
  ]);
  const stamp = join(WWW, 'node_modules', '.packed');
  await unlessStamped(stamp, mark, join(PACKAGE, 'package.json'), write);
}

async function write() {
  // The sources are compiled in a folder with the layout of the package.
  const stage = join(ROOT, 'target', 'package');
  rmSync(stage, { recursive: true, force: true });
  cpSync(SOURCES, stage, { recursive: true });
  copyFileSync(join(ROOT, 'src', 'web', 'types.ts'), join(stage, 'src', 'types.ts'));
  copyFileSync(STORAGE, join(stage, 'src', 'storage.ts'));
  mkdirSync(join(stage, 'src', 'wasm'));
  for (const name of ['infragenie.js', 'infragenie.d.ts', 'infragenie_bg.wasm']) {
    copyFileSync(join(WASM, name), join(stage, 'src', 'wasm', name));
  }
  rmSync(PACKAGE, { recursive: true, force: true });
  const tsc = join(WWW, 'node_modules', 'typescript', 'bin', 'tsc');
  await step('compiling the package', process.execPath, [
    tsc,
    '-p',
    stage,
    '--outDir',
    PACKAGE,
    '--rootDir',
    join(stage, 'src'),
    '--typeRoots',
    join(WWW, 'node_modules', '@types'),
  ]);
  // Internal modules ship no types.
  for (const name of INNER) rmSync(join(PACKAGE, `${name}.d.ts`));
  mkdirSync(join(PACKAGE, 'wasm'), { recursive: true });
  copyFileSync(join(WASM, 'infragenie_bg.wasm'), join(PACKAGE, 'wasm', 'infragenie_bg.wasm'));
  // The generated code is minified, since nobody reads it.
  const { transform } = await import('esbuild');
  const glue = readFileSync(join(WASM, 'infragenie.js'), 'utf8');
  const { code } = await transform(glue, { minify: true, format: 'esm' });
  writeFileSync(join(PACKAGE, 'wasm', 'infragenie.js'), code);
  cpSync(DATA, join(PACKAGE, 'data'), { recursive: true });
  copyFileSync(join(SOURCES, 'src', 'packs.d.ts'), join(PACKAGE, 'packs.d.ts'));
  writeFileSync(join(PACKAGE, 'packs.js'), packs());
  for (const name of ['LICENSE', 'NOTICE', 'CHANGELOG.md', 'LICENSES.md']) {
    copyFileSync(join(ROOT, name), join(PACKAGE, name));
  }
  copyFileSync(join(SOURCES, 'README.md'), join(PACKAGE, 'README.md'));
  const manifest = JSON.parse(readFileSync(join(SOURCES, 'package.json'), 'utf8'));
  const { version, description } = crate();
  const whole = { name: 'infragenie', version, description, ...manifest };
  writeFileSync(join(PACKAGE, 'package.json'), `${JSON.stringify(whole, null, 2)}\n`);
}

/**
 * Returns the module with the URL of each pack.
 *
 * Each URL is a literal, so that bundlers find it. It is created on request, since not every
 * runtime has `import.meta.url`.
 */
function packs() {
  const lines = readdirSync(DATA)
    .sort()
    .map(
      (file) => `  '${file.split('.')[0]}': () => new URL('./data/${file}', import.meta.url),\n`,
    );
  return `// Maps packs to their URLs.\n\nexport const PACKS = {\n${lines.join('')}};\n`;
}

/** Returns version and description of the crate, which the package shares. */
function crate() {
  const text = readFileSync(join(ROOT, 'Cargo.toml'), 'utf8');
  const value = (name) => text.match(new RegExp(`^${name} = "(.*)"$`, 'm'))[1];
  return { version: value('version'), description: value('description') };
}

/** Returns the paths of all files of the package, relative to its folder. */
export function packed() {
  return filesUnder(PACKAGE).map((path) => path.slice(PACKAGE.length + 1).replaceAll('\\', '/'));
}

if (process.argv[1]?.endsWith('package.mjs')) {
  run(async () => {
    await build();
    await pack();
  });
}
