// One partition, as one process: lines of JSON on stdin, lines of JSON on stdout. What an engine
// such as Dask, Ray or Spark runs for each of its partitions.

import { createInterface } from 'node:readline';

import { work } from './task.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== '') process.stdout.write(`${JSON.stringify(await work(JSON.parse(line)))}\n`);
}
