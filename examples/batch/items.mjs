// A path in, items out: a folder of Terraform, a CSV of requests, or lines of JSON.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The items of a folder (`*.tf`), of a `.csv` with the columns id and request, or of `.jsonl`. */
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

/** Items in so many parts; those of one key are in one part, so that one ledger counts them. */
export function partsOf(items, count) {
  const parts = Array.from({ length: count }, () => []);
  const places = new Map();
  for (const [index, item] of items.entries()) {
    if (item.key !== undefined && !places.has(item.key)) places.set(item.key, places.size % count);
    parts[item.key === undefined ? index % count : places.get(item.key)].push(item);
  }
  return parts;
}

/** The rows of a CSV: fields in quotes may hold commas, lines and doubled quotes. */
function rowsOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.some((field) => field !== ''));
}
