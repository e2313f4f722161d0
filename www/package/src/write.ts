// Writes files at once.
//
// Each has its old or its new content, whenever the process ends.

import type { Stats } from 'node:fs';
import {
  access,
  constants,
  type FileHandle,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { InfraGenieError } from './error.js';

/** A file to write. */
export interface NewContent {
  readonly path: string;
  readonly text: string;
  /** The bytes that the text was made from. */
  readonly before: Uint8Array;
}

/** Any permission to write. */
const WRITE_BITS = 0o222;
const MODE_BITS = 0o7777;

/**
 * Writes files and returns their paths.
 *
 * Links are followed, and permissions stay. A file that changed since it was read, or that may not
 * be written, is not overwritten: no file after it is written, and the error lists those before it.
 */
export async function writeAll(files: readonly NewContent[]): Promise<string[]> {
  const written: string[] = [];
  for (const file of files) {
    try {
      await writeWhole(file);
    } catch (thrown) {
      const { message } = InfraGenieError.of(thrown);
      const left = files.slice(written.length).map(({ path }) => path);
      throw new InfraGenieError(
        'bad_options',
        `\`${file.path}\` was not written: ${message}\n` +
          `written: ${written.join(', ') || 'no file'}\nnot written: ${left.join(', ')}`,
        { cause: thrown },
      );
    }
    written.push(file.path);
  }
  return written;
}

async function writeWhole({ path, text, before }: NewContent): Promise<void> {
  const actual = await realpath(path);
  const about = await stat(actual);
  await requireWritable(actual, about);
  await requireUnchanged(actual, before);
  // The name is hidden, so that Terraform does not read the file if the process ends before.
  const temporary = join(dirname(actual), `.${basename(actual)}.${process.pid}.tmp`);
  const file = await open(temporary, 'wx', about.mode & MODE_BITS);
  try {
    try {
      await fill(file, text, about);
    } finally {
      await file.close();
    }
    await requireUnchanged(actual, before);
    await rename(temporary, actual);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await syncFolder(dirname(actual));
}

async function fill(file: FileHandle, text: string, about: Stats): Promise<void> {
  await file.writeFile(text);
  const { uid, gid } = await file.stat();
  // Only some users may give a file to another one; for others it belongs to them already.
  if (uid !== about.uid || gid !== about.gid)
    await file.chown(about.uid, about.gid).catch(() => {});
  // The mode of a new file leaves out what the process masks.
  await file.chmod(about.mode & MODE_BITS);
  await file.sync();
}

async function requireWritable(path: string, { mode }: Stats): Promise<void> {
  const mayWrite = await access(path, constants.W_OK).then(
    () => (mode & WRITE_BITS) !== 0,
    () => false,
  );
  if (!mayWrite) throw new InfraGenieError('bad_options', 'the file is read-only');
}

async function requireUnchanged(path: string, before: Uint8Array): Promise<void> {
  if (!(await readFile(path)).equals(before)) {
    throw new InfraGenieError('bad_options', 'the file changed on disk; run the command again');
  }
}

/** Makes a rename permanent, where folders can be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
