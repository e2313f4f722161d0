// Runs several test files in one process, with one browser, one server and one stand-in for Groq:
// `node --test-reporter=spec tests/page/together.mjs FILE...`.

import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

import { shareStage } from './stage.mjs';

after(shareStage());
for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
