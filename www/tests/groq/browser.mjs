// Starts the system's Chromium so that api.groq.com is the stand-in.

import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

const PATHS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Returns the arguments by which Chromium resolves api.groq.com to the stand-in.
 *
 * Chromium honours the second argument only together with `--user-data-dir`.
 */
export function chromiumArguments({ port, spki }) {
  return [
    `--host-resolver-rules=MAP api.groq.com 127.0.0.1:${port}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
  ];
}

/** Returns the path of Chromium: the variable `CHROMIUM`, or the first installed. */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const all = [process.env.CHROMIUM, ...onPath, ...PATHS];
  return all.find((path) => path !== undefined && path !== '' && runs(path)) ?? null;
}

/** Opens `url` in a temporary profile; `ended` resolves when the browser exits. */
export function openChromium(path, url, standIn) {
  const profile = mkdtempSync(join(tmpdir(), 'infragenie-'));
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    path,
    [
      `--user-data-dir=${profile}`,
      '--no-first-run',
      '--no-default-browser-check',
      ...chromiumArguments(standIn),
      ...root,
      url,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  }).finally(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  return { ended, close: () => child.kill() };
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
