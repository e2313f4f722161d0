// Processes one partition, from lines of JSON on stdin to lines of JSON on stdout.
//
// Engines such as Dask, Ray or Spark run this script once per partition.

import { createInterface } from 'node:readline';

import { work } from './task.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== '') process.stdout.write(`${JSON.stringify(await work(JSON.parse(line)))}\n`);
}
