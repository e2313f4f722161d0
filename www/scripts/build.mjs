// Builds the Rust module, its JavaScript interface, the page and the extension.
//
// Files that are up to date are not built again.

import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { extension } from './extension.mjs';
import { finishSite } from './site.mjs';
import { ask, fingerprint, Remedy, ROOT, run, step, unlessStamped, WWW } from './steps.mjs';
import { bindgen, npmPackages, rust } from './tools.mjs';

export const TARGET = 'wasm32-unknown-unknown';
const NODE_MAJOR_MIN = 20;

/** Builds everything that ships. */
export async function build() {
  if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
    throw new Remedy(`node ${NODE_MAJOR_MIN} or newer is needed; this is ${process.versions.node}`);
  }
  // The page alone needs the npm packages: the module is compiled while they are installed.
  await Promise.all([npmPackages(), rust().then(wasm)]);
  await page();
  await extension(SOURCES);
}

/**
 * Returns the environment in which the module is compiled.
 *
 * It replaces the paths of this machine's sources. Otherwise the module's messages would contain
 * them, and its bytes would differ between machines.
 */
export function wasmEnvironment(options = []) {
  const cargo = cargoHome();
  const registries = registrySources();
  const sources = existsSync(registries) ? readdirSync(registries) : [];
  const remaps = [
    [ROOT, 'infragenie'],
    [cargo, 'cargo'],
    ...sources.map((name) => [join(registries, name), 'crates']),
  ];
  const flags = remaps.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  return { ...process.env, CARGO_ENCODED_RUSTFLAGS: [...flags, ...options].join('\x1f') };
}

function cargoHome() {
  return process.env.CARGO_HOME ?? join(homedir(), '.cargo');
}

/** Returns the folder that has one folder of sources for each registry. */
function registrySources() {
  return join(cargoHome(), 'registry', 'src');
}

// The cost up to which LLVM inlines a function. LLVM's default for small code is 5, which makes
// the module 15 KB smaller and the time of a program a tenth longer.
const INLINED = ['-Cllvm-args=-inline-threshold=12'];

/**
 * The modules: `front`, the part that a page loads first, `check`, the part that checks
 * configurations, and the whole.
 */
const MODULES = [
  { name: 'front', profile: 'front', flags: part('preview'), options: INLINED },
  { name: 'check', profile: 'checker', flags: part('check'), options: INLINED },
  { name: 'infragenie', profile: 'wasm', flags: [], options: INLINED },
];

/** Returns the flags that select a part of the exported functions. */
function part(feature) {
  return ['--no-default-features', '--features', feature];
}

async function wasm() {
  const out = join(WWW, 'src', 'wasm');
  // Optimizing a whole module keeps one core busy; each profile has its own folder and lock.
  await crates();
  const [{ version, path }] = await Promise.all([bindgen(), ...MODULES.map(compile)]);
  for (const { name, profile } of MODULES) {
    const module = moduleOf(profile);
    const mark = `${version} ${fingerprint([module])}`;
    await unlessStamped(join(out, `.stamp-${name}`), mark, join(out, `${name}_bg.wasm`), () =>
      step('writing its JavaScript interface', path, [module, name, out]),
    );
  }
}

/**
 * Fetches the crates on a machine that has none.
 *
 * `wasmEnvironment` names the folder of their sources. Without the folder the flags would differ at the
 * second build, which would compile the modules again.
 */
export async function crates() {
  if (existsSync(registrySources())) return;
  await step('fetching the crates', 'cargo', ['fetch', '--locked', '--target', TARGET]);
}

function compile({ name, profile, flags, options }) {
  // Only a crate of this one type is optimized together with its dependencies.
  return step(
    `compiling the module ${name}`,
    'cargo',
    [
      'rustc',
      '--profile',
      profile,
      '--target',
      TARGET,
      '--lib',
      '--crate-type',
      'cdylib',
      ...flags,
    ],
    { env: wasmEnvironment(options) },
  );
}

export function moduleOf(profile) {
  return join(targetFolder(), TARGET, profile, 'infragenie.wasm');
}

/** Sources of the page and of the extension. */
const SOURCES = [
  'index.html',
  'package-lock.json',
  'public',
  'scripts/site.mjs',
  'src',
  'tsconfig.json',
  'vite.config.ts',
  // The page contains the cases of the rules.
  join('..', 'src', 'scan', 'aws'),
].map((name) => join(WWW, name));

async function page() {
  const mark = fingerprint(SOURCES);
  const stamp = join(WWW, 'node_modules', '.built');
  const vite = join(WWW, 'node_modules', 'vite', 'bin', 'vite.js');
  await unlessStamped(stamp, mark, join(WWW, 'dist', 'index.html'), async () => {
    await step('building the page', process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: WWW,
    });
    finishSite(join(WWW, 'dist'));
  });
}

/** Returns the target folder of cargo. */
function targetFolder() {
  const said = ask('cargo', ['metadata', '--no-deps', '--format-version', '1']);
  if (said === null) throw new Remedy('`cargo metadata` failed: run it to see why');
  return JSON.parse(said).target_directory;
}

if (process.argv[1]?.endsWith('build.mjs'))
  run(async () => {
    await build();
  });
