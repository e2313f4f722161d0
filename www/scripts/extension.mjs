// Builds the extension of each browser, by `npm --prefix www run extension`.
//
// www/dist-extension gets each extension as a folder and as a zip for its store.

import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { manifestOf, TARGETS } from '../extension/manifest.mjs';
import { filesUnder, fingerprint, run, say, step, unlessStamped, WWW } from './steps.mjs';

export const EXTENSION = join(WWW, 'dist-extension');
/** Files that only a site needs. */
const SITE_ONLY = [
  'manifest.webmanifest',
  'sw.js',
  join('icons', '192.png'),
  join('icons', '512.png'),
];

/** Builds the extension from the sources of the page; requires the built module. */
export async function extension(sources) {
  const names = [...sources, join(WWW, 'extension'), join(WWW, 'scripts', 'extension.mjs')];
  const files = join(EXTENSION, 'files');
  const vite = join(WWW, 'node_modules', 'vite', 'bin', 'vite.js');
  await unlessStamped(
    join(WWW, 'node_modules', '.built-extension'),
    fingerprint(names),
    join(EXTENSION, 'firefox', 'manifest.json'),
    async () => {
      await step(
        'building the extension',
        process.execPath,
        [vite, 'build', '--mode', 'extension', '--logLevel', 'warn'],
        { cwd: WWW },
      );
      renameSync(join(files, 'index.html'), join(files, 'panel.html'));
      for (const name of SITE_ONLY) rmSync(join(files, name), { force: true });
      for (const target of TARGETS) await pack(files, target);
      rmSync(files, { recursive: true });
    },
  );
}

async function pack(files, target) {
  const { zipSync } = await import('fflate');
  const folder = join(EXTENSION, target);
  rmSync(folder, { recursive: true, force: true });
  cpSync(files, folder, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(WWW, 'package.json'), 'utf8'));
  const manifest = `${JSON.stringify(manifestOf(target, version), null, 2)}\n`;
  writeFileSync(join(folder, 'manifest.json'), manifest);
  // A fixed time makes the zip of the same files the same.
  const zip = Object.fromEntries(
    filesUnder(folder)
      .sort()
      .map((path) => [
        relative(folder, path).replaceAll('\\', '/'),
        [new Uint8Array(readFileSync(path)), { mtime: new Date(1980, 0, 1), level: 9 }],
      ]),
  );
  writeFileSync(join(EXTENSION, `infragenie-${target}-${version}.zip`), zipSync(zip));
}

if (process.argv[1]?.endsWith('extension.mjs')) {
  run(async () => {
    // Imported only by this script, since the build imports this file.
    const { build } = await import('./build.mjs');
    await build();
    say(`the extension for ${TARGETS.join(' and ')} is in ${EXTENSION}`);
  });
}
