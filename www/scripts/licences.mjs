// Writes LICENSES.md, run by `npm --prefix www run licences`.
//
// The file lists the crates that are compiled into the module and the npm packages that are bundled
// into the page. A test compares the file with the output of this script.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ask, Remedy, ROOT, run, WWW } from './steps.mjs';

export const LICENCES = join(ROOT, 'LICENSES.md');
const TARGET = 'wasm32-unknown-unknown';
/** Returns whether the page bundles a package; its dependencies are bundled, too. */
const BUNDLED = (name) =>
  name.startsWith('@codemirror/') ||
  name.startsWith('@lezer/') ||
  ['@dagrejs/dagre', 'comlink', 'fflate'].includes(name);

/** Returns the text of LICENSES.md for the current lock files. */
export function licences() {
  const parts = [...crates(), ...packages()];
  const rows = parts.map(
    ({ name, version, licence, where }) => `| ${name} | ${version} | ${licence} | ${where} |\n`,
  );
  const texts = new Map();
  for (const { name, version, text } of parts) {
    if (text === null) continue;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  const sections = [...texts].map(
    ([text, names]) => `### ${names.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n\n`,
  );
  return `${HEAD}${rows.join('')}\n## Texts\n\n${sections.join('').trimEnd()}\n`;
}

const HEAD = `# Licences of the shipped packages

Crates that are compiled into the wasm module, in addition to Rust's standard library (MIT or
Apache-2.0), and packages that are bundled into the page. NOTICE lists data and facts of others.
Written by \`npm --prefix www run licences\`.

| name | version | licence | where |
|---|---|---|---|
`;

/** Returns the crates of the module, without macros, which run at compile time only. */
function crates() {
  const output = ask(
    'cargo',
    ['metadata', '--locked', '--format-version', '1', '--filter-platform', TARGET],
    { maxBuffer: 64e6 },
  );
  if (output === null) throw new Remedy('`cargo metadata` failed: run it to see why');
  const {
    packages: all,
    resolve: { nodes, root },
  } = JSON.parse(output);
  const byId = new Map(all.map((one) => [one.id, one]));
  const isMacro = (id) => byId.get(id).targets.some(({ kind }) => kind.includes('proc-macro'));
  const node = new Map(nodes.map((one) => [one.id, one]));
  const seen = new Set();
  const walk = (id) => {
    for (const { pkg, dep_kinds: kinds } of node.get(id).deps) {
      if (seen.has(pkg) || isMacro(pkg) || kinds.every(({ kind }) => kind !== null)) continue;
      seen.add(pkg);
      walk(pkg);
    }
  };
  walk(root);
  return [...seen]
    .map((id) => byId.get(id))
    .sort(byName)
    .map((one) => ({
      name: one.name,
      version: one.version,
      licence: one.license ?? 'see its text',
      where: 'module',
      text: textIn(dirname(one.manifest_path)),
    }));
}

function packages() {
  const { packages: all } = JSON.parse(readFileSync(join(WWW, 'package-lock.json'), 'utf8'));
  const path = (name) => `node_modules/${name}`;
  const seen = new Set();
  const walk = (name) => {
    if (seen.has(name) || all[path(name)] === undefined) return;
    seen.add(name);
    Object.keys(all[path(name)].dependencies ?? {}).forEach(walk);
  };
  Object.keys(all[''].devDependencies).filter(BUNDLED).forEach(walk);
  return [...seen].sort().map((name) => ({
    name,
    version: all[path(name)].version,
    licence: all[path(name)].license,
    where: 'page',
    text: textIn(join(WWW, path(name))),
  }));
}

/** Returns the licence text of a folder, preferably that of MIT, and that of Unicode. */
function textIn(folder) {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying)/i.test(name))
    .sort();
  const first = names.find((one) => /mit/i.test(one)) ?? names[0];
  if (first === undefined) return null;
  // The licence of Unicode applies in addition.
  const chosen = [first, ...names.filter((one) => /unicode/i.test(one) && one !== first)];
  return chosen
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}

function byName(one, other) {
  return one.name < other.name ? -1 : 1;
}

if (process.argv[1]?.endsWith('licences.mjs')) {
  run(async () => {
    writeFileSync(LICENCES, licences());
  });
}
