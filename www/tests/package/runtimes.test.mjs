// Tests the package in every bundler and every runtime that the registries have.
//
// One program returns the same result in all of them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { IMPORT, PROGRAM, project, ran, served } from './stage.mjs';

const BIN = resolve(import.meta.dirname, '../../node_modules');
const PAGE = (script) => `<!doctype html><title>infragenie</title>${script}`;
const MAIN = `${IMPORT}${PROGRAM}globalThis.result = result;\n`;
/** Program for hosts that forbid `await` at the top level of a module. */
const LATER = `${IMPORT}const run = async () => {${PROGRAM}return result;};\n`;
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

let expected;
let here;
before(async () => {
  here = project({
    'main.mjs': `${IMPORT}${PROGRAM}console.log(result);\n`,
    'src/main.js': MAIN,
  });
  const { out, errors } = await ran(process.execPath, [here.path('main.mjs')], {
    cwd: here.folder,
  });
  assert.equal(errors, '');
  expected = out.trim();
});
after(() => here.close());

test('Node', () => {
  const { tokens, problems, findings, code } = JSON.parse(expected);
  assert.ok(tokens > 100 && tokens < 500, expected);
  assert.deepEqual(problems.length > 0 && findings.includes('CKV_AWS_3'), true, expected);
  assert.match(code, /encrypted\s+= true/);
  assert.match(code, /size\s+= 8/);
});

test('Deno', async (t) => {
  const deno = join(BIN, '.bin', 'deno');
  if (!existsSync(deno)) return t.skip('npm has no Deno for this machine');
  const { out, errors } = await ran(deno, ['run', '--allow-read', '--no-lock', 'main.mjs'], {
    cwd: here.folder,
    env: { ...process.env, DENO_DIR: here.path('.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  });
  assert.equal(out.trim(), expected, errors);
});

test('workerd', async (t) => {
  const workerd = join(BIN, '.bin', 'workerd');
  if (!existsSync(workerd)) return t.skip('npm has no workerd for this machine');
  const own = here.path('node_modules', 'infragenie');
  const scripts = readdirSync(own).filter((name) => name.endsWith('.js') && name !== 'cli.js');
  const packs = readdirSync(join(own, 'data'));
  const file = (name) => `embed "node_modules/infragenie/${name}"`;
  const modules = [
    '(name = "worker.js", esModule = embed "worker.js")',
    ...[...scripts, 'wasm/infragenie.js'].map(
      (name) => `(name = "infragenie/${name}", esModule = ${file(name)})`,
    ),
    `(name = "infragenie/module.wasm", wasm = ${file('wasm/infragenie_bg.wasm')})`,
    ...packs.map((name) => `(name = "infragenie/data/${name}", data = ${file(`data/${name}`)})`),
  ];
  here.write({
    'worker.js': `import wasm from 'infragenie/module.wasm';
${packs.map((name, index) => `import pack${index} from 'infragenie/data/${name}';\n`).join('')}
${IMPORT.replace("'infragenie'", "'infragenie/index.js'").replace('fix,', 'fix, setup,')}
const files = { ${packs.map((name, index) => `'${name.split('.')[0]}': pack${index}`).join(', ')} };
const address = (name) => [name, 'https://files.example/' + name];
setup({
  wasm,
  packs: Object.fromEntries(Object.keys(files).map(address)),
  host: { fetch: async ({ url }) => new Response(files[url.split('/').at(-1)]) },
});
export default {
  async fetch() {
    ${PROGRAM}
    return new Response(result);
  },
};
`,
    'workerd.capnp': `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [${modules.join(',\n      ')}],
    compatibilityDate = "2025-01-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
  });
  const child = spawn(workerd, ['serve', 'workerd.capnp', '--control-fd=3'], {
    cwd: here.folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  try {
    const port = await new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', () => fail(new Error(errors)));
      child.stdio[3].on('data', (chunk) => {
        const found = String(chunk).match(/"port":(\d+)/);
        if (found) done(found[1]);
      });
    });
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    assert.equal(await answer.text(), expected, errors);
  } finally {
    child.kill();
  }
});

describe('in Chromium', { skip: !existsSync(CHROMIUM) && 'no Chromium is installed' }, () => {
  let browser;
  let chromium;
  before(async () => {
    ({ chromium } = await import('playwright-core'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: SANDBOX });
  });
  after(() => browser?.close());

  /** Opens the page of a folder and returns its result, or its errors. */
  async function shown(folder) {
    const server = await served(folder);
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    try {
      await page.goto(server.address);
      const result = await page
        .waitForFunction(() => globalThis.result, null, { timeout: 30_000 })
        .catch(() => null);
      return result === null ? errors.join('\n') : await result.jsonValue();
    } finally {
      await page.close();
      await server.close();
    }
  }

  /** Copies the files that a bundler does not bundle next to its output. */
  function copyFiles(folder) {
    for (const name of ['data', 'wasm']) {
      cpSync(here.path('node_modules', 'infragenie', name), join(folder, name), {
        recursive: true,
      });
    }
  }

  test('unbundled, from a static folder', async () => {
    const folder = here.path('static');
    here.write({
      'static/index.html': PAGE(`<script type="importmap">
{ "imports": { "infragenie": "./infragenie/index.js" } }
</script><script type="module" src="./main.js"></script>`),
      'static/main.js': MAIN,
    });
    cpSync(here.path('node_modules', 'infragenie'), join(folder, 'infragenie'), {
      recursive: true,
    });
    assert.equal(await shown(folder), expected);
  });

  test('in a worker', async () => {
    const folder = here.path('worker');
    here.write({
      'worker/index.html': PAGE(`<script type="module">
const worker = new Worker('./worker.js', { type: 'module' });
worker.onmessage = ({ data }) => { globalThis.result = data; };
</script>`),
      'worker/worker.js': `${IMPORT.replace("'infragenie'", "'./infragenie/index.js'")}${PROGRAM}
postMessage(result);`,
    });
    cpSync(here.path('node_modules', 'infragenie'), join(folder, 'infragenie'), {
      recursive: true,
    });
    assert.equal(await shown(folder), expected);
  });

  test('in the service worker of an extension', async () => {
    const folder = here.path('extension');
    here.write({
      'extension/manifest.json': JSON.stringify({
        manifest_version: 3,
        name: 'infragenie',
        version: '1',
        background: { service_worker: 'worker.js', type: 'module' },
        content_security_policy: {
          extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'",
        },
      }),
      'extension/worker.js': `${LATER.replace("'infragenie'", "'./infragenie/index.js'")}
globalThis.run = run;`,
    });
    cpSync(here.path('node_modules', 'infragenie'), join(folder, 'infragenie'), {
      recursive: true,
    });
    const profile = mkdtempSync(join(tmpdir(), 'infragenie-profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      args: [...SANDBOX, `--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
    });
    try {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
      assert.equal(await worker.evaluate(() => globalThis.run()), expected);
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });

  test('Vite', async () => {
    const { build } = await import('vite');
    here.write({ 'index.html': PAGE('<script type="module" src="./src/main.js"></script>') });
    await build({
      root: here.folder,
      base: './',
      logLevel: 'error',
      configFile: false,
      build: { outDir: 'vite', target: 'es2022' },
    });
    assert.equal(await shown(here.path('vite')), expected);
  });

  test('webpack', async () => {
    const { default: webpack } = await import('webpack');
    const stats = await new Promise((done, fail) =>
      webpack(
        {
          mode: 'production',
          context: here.folder,
          entry: './src/main.js',
          target: 'web',
          output: { path: here.path('webpack'), filename: 'main.js' },
          performance: { hints: false },
        },
        (error, made) => (error ? fail(error) : done(made)),
      ),
    );
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).warnings, []);
    assert.equal(stats.hasErrors(), false, stats.toString());
    here.write({ 'webpack/index.html': PAGE('<script src="main.js"></script>') });
    assert.equal(await shown(here.path('webpack')), expected);
  });

  test('esbuild, with the files of the package next to its output', async () => {
    const { build } = await import('esbuild');
    const { warnings } = await build({
      absWorkingDir: here.folder,
      entryPoints: ['src/main.js'],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      minify: true,
      outfile: 'esbuild/main.js',
      logLevel: 'silent',
    });
    assert.deepEqual(warnings, []);
    copyFiles(here.path('esbuild'));
    here.write({ 'esbuild/index.html': PAGE('<script type="module" src="main.js"></script>') });
    assert.equal(await shown(here.path('esbuild')), expected);
  });

  test('Rollup, with the files of the package next to its output', async () => {
    const { rollup } = await import('rollup');
    const index = here.path('node_modules', 'infragenie', 'index.js');
    const bundle = await rollup({
      input: here.path('src', 'main.js'),
      plugins: [{ name: 'packages', resolveId: (id) => (id === 'infragenie' ? index : null) }],
      onwarn: (warning) => assert.fail(warning.message),
    });
    await bundle.write({ dir: here.path('rollup'), format: 'es' });
    await bundle.close();
    copyFiles(here.path('rollup'));
    here.write({ 'rollup/index.html': PAGE('<script type="module" src="main.js"></script>') });
    assert.equal(await shown(here.path('rollup')), expected);
  });
});

test('the package has the metadata that the registry needs', () => {
  const about = JSON.parse(
    readFileSync(here.path('node_modules', 'infragenie', 'package.json'), 'utf8'),
  );
  assert.equal(about.name, 'infragenie');
  assert.match(about.version, /^\d+\.\d+\.\d+$/);
  assert.equal(about.sideEffects, false);
  assert.equal(about.dependencies, undefined);
});
