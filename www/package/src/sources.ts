// Reads paths as Terraform modules.
//
// The files of a folder are one module. They are checked as one joined text, whose lines map back
// to files and lines.

import { open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

import { InfraGenieError } from './error.js';

/** A file of a module; `before` is the last line of the joined text before it. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly before: number;
}

/** The files of a folder, which are checked together. */
export interface TerraformModule {
  readonly folder: string;
  readonly sources: readonly Source[];
  /** The joined text. */
  readonly text: string;
  /** Paths of all files of the folder, which functions such as `file` may read. */
  readonly files: readonly string[];
}

/** Folders without sources of the user. */
const SKIPPED = new Set(['.terraform', '.git', 'node_modules']);
const FILES_MAX = 10_000;
/** Comment before each file of a joined text, by which it is split again. An empty line follows, so
 * that it does not count as the comment of a block. */
const MARK = '#infragenie-file ';

/** Reads the modules of paths: single files, and folders with their subfolders. */
export async function modulesOf(paths: readonly string[]): Promise<TerraformModule[]> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const found = await terraformUnder(path);
    if (found.length === 0) {
      throw new InfraGenieError('bad_options', `no .tf file in \`${path}\``);
    }
    for (const file of found) {
      const folder = dirname(file);
      folders.set(folder, (folders.get(folder) ?? new Set()).add(file));
    }
  }
  const inOrder = [...folders].sort(([one], [other]) => (one < other ? -1 : 1));
  return Promise.all(inOrder.map(([folder, files]) => moduleOf(folder, [...files].sort())));
}

/** Names of the files that `terraform fmt` formats; hidden files and backups are left out. */
const FORMATTABLE = /^(?!\.|#.*#$).*\.(?:tf|tfvars|tftest\.hcl|tfmock\.hcl)$/;

/** Lists the files of paths that `terraform fmt` formats. */
export async function formattable(
  paths: readonly string[],
  recursive: boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const inside = join(folder, entry.name);
      if (entry.isDirectory() && recursive && !SKIPPED.has(entry.name)) await walk(inside);
      else if (entry.isFile() && FORMATTABLE.test(entry.name)) found.push(inside);
    }
  };
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const about = await stat(path).catch(() => {
      throw new InfraGenieError('bad_options', `no such file or folder: \`${path}\``);
    });
    if (about.isDirectory()) await walk(path);
    else if (FORMATTABLE.test(basename(path))) found.push(path);
    else throw new InfraGenieError('bad_options', `not a .tf or .tfvars file: \`${path}\``);
  }
  return found;
}

/** Writes a file at once: with its old or its new text if the process is stopped. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const { mode } = await stat(path);
  const actual = await realpath(path);
  const temporary = `${actual}.${process.pid}.tmp`;
  const file = await open(temporary, 'wx', mode);
  try {
    // The mode of a new file leaves out what the process masks.
    await file.chmod(mode);
    await file.writeFile(text);
    await file.close();
    await rename(temporary, actual);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

/** Maps a line of the joined text to a file and its line. */
export function sourceAt({ sources }: TerraformModule, line: number): Source & { line: number } {
  const source = sources.findLast(({ before }) => before < line) ?? sources[0];
  if (source === undefined) throw new InfraGenieError('internal', 'a module has no file');
  return { ...source, line: Math.max(1, line - source.before) };
}

/** Splits a changed joined text into the texts of the files.
 *
 * Text before the first file belongs to it. */
export function splitFiles(
  { folder, sources }: TerraformModule,
  code: string,
): Map<string, string> {
  const marks = sources.map((_, index) => `${MARK}${index}\n\n`);
  const starts = marks.map((mark) => code.indexOf(mark));
  if (starts.some((start, index) => start < (starts[index - 1] ?? 0))) {
    throw new InfraGenieError(
      'internal',
      `the files of \`${folder}\` cannot be separated any more`,
    );
  }
  return new Map(
    sources.map(({ path }, index) => {
      const from = (starts[index] ?? 0) + (marks[index] ?? '').length;
      const text = code.slice(from, starts[index + 1] ?? code.length);
      return [path, index === 0 ? code.slice(0, starts[0]) + text : text];
    }),
  );
}

async function terraformUnder(path: string): Promise<string[]> {
  const about = await stat(path).catch(() => {
    throw new InfraGenieError('bad_options', `no such file or folder: \`${path}\``);
  });
  if (about.isFile()) return [path];
  const found: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) {
      found.push(...(await terraformUnder(inside).catch(() => [])));
    } else if (entry.isFile() && entry.name.endsWith('.tf')) found.push(inside);
    if (found.length > FILES_MAX) {
      throw new InfraGenieError('too_long', `\`${path}\` has more than ${FILES_MAX} .tf files`);
    }
  }
  return found;
}

async function moduleOf(folder: string, paths: readonly string[]): Promise<TerraformModule> {
  const sources: Source[] = [];
  let text = '';
  let lines = 0;
  for (const [index, path] of paths.entries()) {
    const read = await readFile(path, 'utf8');
    sources.push({ path, text: read, before: lines + 2 });
    const part = `${MARK}${index}\n\n${read}\n`;
    lines += part.split('\n').length - 1;
    text += part;
  }
  return { folder, sources, text, files: await filesOf(folder) };
}

/** Lists the files below a folder, up to a limit. */
async function filesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (found.length >= FILES_MAX) return;
      const inside = join(path, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) await walk(inside).catch(() => {});
      else if (entry.isFile()) found.push(relative(folder, inside).split(sep).join('/'));
    }
  };
  await walk(folder);
  return found;
}
