// Finds the tools that a build needs and installs missing ones.
//
// They are the npm packages, the wasm target, the tools for wasm-bindgen and Chromium.

import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { ask, fingerprint, Remedy, ROOT, say, step, unlessStamped, WWW } from './steps.mjs';

const TARGET = 'wasm32-unknown-unknown';
const RUNNER = 'wasm-bindgen-test-runner';
/** Folder of the tools that are built or installed once. */
const TOOLS = join(ROOT, 'target', 'tools');
const DASK = '2026.1.2';
const EXE = process.platform === 'win32' ? '.exe' : '';

/** Installs the npm packages if they are missing or the lock file has changed. */
export async function npmPackages() {
  const mark = fingerprint([join(WWW, 'package-lock.json')]);
  const folder = join(WWW, 'node_modules');
  await unlessStamped(join(folder, '.installed'), mark, folder, async () => {
    const npm = process.env.npm_execpath;
    const [command, first] = npm ? [process.execPath, [npm]] : [`npm${EXE && '.cmd'}`, []];
    const shell = npm === undefined && EXE !== '';
    await step(
      'installing the npm packages of the lock file',
      command,
      [...first, 'ci', '--no-audit', '--no-fund'],
      { cwd: WWW, env: withoutPrefix(), shell },
    );
  });
}

/** Returns the environment without npm's prefix, which a child npm would apply again. */
function withoutPrefix() {
  const prefix = /^npm_config_(local_|global_)?prefix$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !prefix.test(name)));
}

/** Checks that Rust is installed, and installs its wasm target if it is missing. */
export async function rust() {
  const sysroot = ask('rustc', ['--print', 'sysroot']);
  if (sysroot === null || ask('cargo', ['--version']) === null) {
    throw new Remedy(
      'Rust is missing: install rustup from https://rustup.rs, open a new terminal, ' +
        'and run this again',
    );
  }
  if (existsSync(join(sysroot, 'lib', 'rustlib', TARGET))) return;
  if (ask('rustup', ['--version']) === null) {
    throw new Remedy(
      `rustup is missing: this Rust has no ${TARGET} target, and rustup installs ` +
        'it; get rustup from https://rustup.rs, or the target from where this Rust came from',
    );
  }
  await step(`installing Rust's ${TARGET} target`, 'rustup', ['target', 'add', TARGET]);
}

/**
 * Returns the path of the tool that writes the module's JavaScript interface.
 *
 * It is built once from `www/scripts/bindgen`. Its library has exactly the version of
 * `wasm-bindgen` in Cargo.lock, since another version refuses the module.
 */
export async function bindgen() {
  const sources = join(WWW, 'scripts', 'bindgen');
  const version = lockedVersion('wasm-bindgen');
  if (lockedVersion('wasm-bindgen-cli-support', join(sources, 'Cargo.lock')) !== version) {
    throw new Remedy(
      `Cargo.lock names wasm-bindgen ${version}: write that version into ` +
        '`www/scripts/bindgen/Cargo.toml`, and run `cargo update` there',
    );
  }
  const folder = join(TOOLS, 'bindgen');
  const path = join(folder, 'release', `bindgen${EXE}`);
  await unlessStamped(join(folder, '.stamp'), fingerprint(bindgenSources(sources)), path, () =>
    step(`building the tool for wasm-bindgen ${version}, once`, 'cargo', [
      'build',
      '--release',
      '--locked',
      '--quiet',
      '--target-dir',
      folder,
      '--manifest-path',
      join(sources, 'Cargo.toml'),
    ]),
  );
  return { version, path };
}

/** Returns the sources of the tool, without a `target` folder of a manual build. */
function bindgenSources(folder) {
  return ['Cargo.toml', 'Cargo.lock', join('src', 'main.rs')].map((name) => join(folder, name));
}

/**
 * Returns the path of the program that runs wasm tests.
 *
 * It has the version of Cargo.lock. Only the tests need it. It is searched on the PATH, and
 * installed once under target/tools.
 */
export async function testRunner() {
  const version = lockedVersion('wasm-bindgen');
  const own = join(TOOLS, 'bin');
  const paths = [own, ...(process.env.PATH ?? '').split(delimiter)].map((folder) =>
    join(folder, `${RUNNER}${EXE}`),
  );
  const found = paths.find(
    (path) => existsSync(path) && ask(path, ['--version']) === `${RUNNER} ${version}`,
  );
  if (found !== undefined) return found;
  // `--locked` would build the program with dependencies that no longer compile.
  await step(
    `building the runner of the wasm tests, ${version}, once, for some minutes`,
    'cargo',
    [
      'install',
      'wasm-bindgen-cli',
      '--version',
      `=${version}`,
      '--bin',
      RUNNER,
      '--root',
      TOOLS,
      '--force',
    ],
    { env: { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: '1' } },
  );
  return join(own, `${RUNNER}${EXE}`);
}

function lockedVersion(name, path = join(ROOT, 'Cargo.lock')) {
  const lock = readFileSync(path, 'utf8');
  const found = lock.match(new RegExp(`name = "${name}"\\s+version = "([^"]+)"`));
  if (!found) throw new Remedy(`${path} names no ${name}: run \`cargo generate-lockfile\``);
  return found[1];
}

/**
 * Returns the paths of Chromium and its driver, or null for a missing one.
 *
 * Missing ones are installed from Debian if that is possible.
 */
export async function chromium() {
  const find = (...names) => names.map(onPath).find((path) => path !== null) ?? null;
  const look = () => ({
    chromium: process.env.CHROMIUM ?? find('chromium', 'chromium-browser', 'google-chrome'),
    driver: process.env.CHROMEDRIVER ?? find('chromedriver'),
  });
  let found = look();
  if (found.chromium && found.driver) return found;
  if (process.getuid?.() === 0 && onPath('apt-get') !== null) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    try {
      await step("updating Debian's package lists", 'apt-get', ['update', '-q'], { env });
      await step(
        "installing Debian's Chromium and its driver",
        'apt-get',
        ['install', '-yq', '--no-install-recommends', 'chromium', 'chromium-driver'],
        { env },
      );
    } catch (error) {
      if (!(error instanceof Remedy)) throw error;
      say(error.message);
    }
    found = look();
  }
  return found;
}

/** Returns the path of a Python with Dask, which is installed if missing, or null. */
export async function dask() {
  const folder = join(ROOT, 'target', 'tools', 'dask');
  const python = join(folder, EXE === '' ? 'bin' : 'Scripts', `python${EXE}`);
  const has = (path) => ask(path, ['-c', 'import dask.bag']) !== null;
  if (has('python3')) return 'python3';
  if (existsSync(python) && has(python)) return python;
  try {
    await step("installing Dask, for the batch's test", 'python3', ['-m', 'venv', folder]);
    await step('from PyPI', python, ['-m', 'pip', 'install', '-q', `dask[bag]==${DASK}`]);
  } catch (error) {
    if (!(error instanceof Remedy)) throw error;
    say(error.message);
  }
  return existsSync(python) && has(python) ? python : null;
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name + EXE)).find(existsSync) ?? null;
}
