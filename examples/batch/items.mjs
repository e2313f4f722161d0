// Reads items from a folder of Terraform, a CSV of requests, or lines of JSON.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads the items of a folder (`*.tf`), a `.csv` or a `.jsonl`.
 *
 * The columns of a `.csv` are `id` (optional) and `request`; its requests are given `keys` in turn.
 */
export async function itemsOf(path, keys = []) {
  if ((await stat(path)).isDirectory()) {
    const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.tf'));
    return Promise.all(names.sort().map(async (id) =>
      ({ id, program: await readFile(join(path, id), 'utf8') })));
  }
  const text = await readFile(path, 'utf8');
  if (!path.endsWith('.csv')) {
    return text.split('\n').filter(Boolean).map((line, index) => ({ id: index, ...JSON.parse(line) }));
  }
  const [head, ...rows] = rowsOf(text);
  const [id, request] = ['id', 'request'].map((name) => head.indexOf(name));
  if (request < 0) throw new Error(`\`${path}\` has no column \`request\``);
  return rows.map((row, index) => ({
    id: id < 0 ? index : row[id],
    request: row[request],
    ...(keys.length === 0 ? {} : { key: keys[index % keys.length] }),
  }));
}

/**
 * Splits items into `count` parts.
 *
 * Items of one key are in one part, so that one ledger counts them.
 */
export function partsOf(items, count) {
  const parts = Array.from({ length: count }, () => []);
  const slots = new Map();
  for (const [index, item] of items.entries()) {
    if (item.key !== undefined && !slots.has(item.key)) slots.set(item.key, slots.size % count);
    parts[item.key === undefined ? index % count : slots.get(item.key)].push(item);
  }
  return parts;
}

/**
 * Parses the rows of a CSV.
 *
 * Quoted fields may hold commas, line ends and doubled quotes.
 */
function rowsOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.some((field) => field !== ''));
}
