// Reads paths as a project: the modules of folders.
//
// The files that a check of them needs are read too. A named file is read with its folder, since Terraform reads folders; only named files are written.

import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

import { InfraGenieError } from './error.js';
import { projectNeeds } from './project.js';
import type { ProjectFile, ProjectOptions } from './types.js';

/** A file of a project as it is on disk. */
export interface SourceFile {
  /** Path as the user sees it. */
  readonly shown: string;
  /** The file as the module takes it. */
  readonly file: ProjectFile;
  readonly bytes: Uint8Array;
  /** Whether the file was named, or is in a folder that was. */
  readonly isNamed: boolean;
  /** First byte that is not UTF-8; null where all are. */
  readonly invalidAt: InvalidByte | null;
  /** Whether the file cannot be read, such as a link to nothing. */
  readonly isUnreadable: boolean;
}

/** Position of a byte that is not part of a UTF-8 character. */
export interface InvalidByte {
  /** Number of bytes before it. */
  readonly byte: number;
  readonly line: number;
  readonly column: number;
}

/** The files of a project. */
export interface SourceProject {
  readonly sources: readonly SourceFile[];
  readonly files: readonly ProjectFile[];
  readonly options: ProjectOptions;
}

/** Folders without sources of the user. */
const SKIPPED = new Set(['.terraform', '.git', 'node_modules']);
const FILES_MAX = 10_000;
const CONFIGURATION = /^(?!\.).*\.tf(?:\.json)?$/;
/** Files with values and versions, which belong to the module of their folder. */
const COMPANION =
  /^(?:terraform\.tfvars|(?!\.).*\.auto\.tfvars)(?:\.json)?$|^\.terraform\.lock\.hcl$/;

/** Reads paths: files, and folders with their subfolders. */
export async function readProject(
  paths: readonly string[],
  varFiles: readonly string[] = [],
): Promise<SourceProject> {
  const reader = new Reader();
  for (const path of paths) await reader.named(path);
  const given = await Promise.all(
    varFiles.map(async (path) => plainFile(path, await bytesOf(path))),
  );
  const present: string[] = [];
  for (;;) {
    const options = { varFiles: given, present };
    const files = reader.sources.map(({ file }) => file);
    const needs = await projectNeeds(files, options);
    const before = files.length + present.length;
    for (const folder of needs.folders) await reader.folder(folder, false);
    for (const file of needs.files) {
      const found = await stat(file).catch(() => null);
      if (found?.isFile()) present.push(file);
    }
    const { sources } = reader;
    if (sources.length + present.length === before) return { sources, files, options };
  }
}

/** Collects the files of a project. */
class Reader {
  readonly #files = new Map<string, SourceFile>();
  /** Real paths of the files that may be written. */
  readonly #real = new Set<string>();

  get sources(): SourceFile[] {
    return [...this.#files.values()];
  }

  /** Reads a file with its folder, or a folder with its subfolders. */
  async named(path: string): Promise<void> {
    const about = await stat(path).catch(() => {
      throw new InfraGenieError('bad_options', `no such file or folder: \`${path}\``);
    });
    if (about.isDirectory()) {
      const before = this.#files.size;
      await this.#tree(path, await realpath(path));
      if (this.#files.size === before) {
        throw new InfraGenieError('bad_options', `no .tf file in \`${path}\``);
      }
      return;
    }
    await this.#add(plain(path), { isNamed: true });
    if (CONFIGURATION.test(basename(path))) await this.folder(dirname(path), false);
  }

  async #tree(folder: string, root: string): Promise<void> {
    await this.folder(folder, true, root);
    for (const entry of await entriesOf(folder)) {
      // A linked folder is read where a module call names it.
      if (entry.isDirectory() && !SKIPPED.has(entry.name))
        await this.#tree(join(folder, entry.name), root);
    }
  }

  /** Reads the files of a folder as a module; a folder that does not exist has none. */
  async folder(folder: string, isNamed: boolean, root?: string): Promise<void> {
    const entries = await entriesOf(folder).catch((thrown: unknown) => {
      if (!isNamed && codeOf(thrown) === 'ENOENT') return [];
      throw thrown;
    });
    for (const entry of entries) {
      if (!CONFIGURATION.test(entry.name) && !COMPANION.test(entry.name)) continue;
      const path = join(folder, entry.name);
      if (await isNoFile(path)) continue;
      await this.#add(plain(path), {
        isNamed: isNamed && CONFIGURATION.test(entry.name),
        ...(root === undefined ? {} : { root }),
      });
    }
  }

  async #add(shown: string, about: { isNamed: boolean; root?: string }): Promise<void> {
    const known = this.#files.get(shown);
    if (known !== undefined && (known.isNamed || !about.isNamed)) return;
    if (this.#files.size >= FILES_MAX) {
      throw new InfraGenieError('too_long', `more than ${FILES_MAX} files: name fewer folders`);
    }
    const actual = await realpath(shown).catch(() => shown);
    // A link is followed within the tree; what it names elsewhere is read only. Of several paths of
    // a file one may change it.
    const isInside = about.root === undefined || actual.startsWith(about.root + sep);
    const mayWrite = about.isNamed && isInside && !this.#real.has(actual);
    if (mayWrite) this.#real.add(actual);
    const read = await readFile(shown).catch(() => null);
    const bytes = read ?? new Uint8Array();
    const { text, invalidAt } = decoded(bytes);
    const isConfiguration = CONFIGURATION.test(basename(shown));
    const isCompanion = COMPANION.test(basename(shown));
    this.#files.set(shown, {
      shown,
      file: {
        // A file with another name is a module by itself.
        path: isConfiguration || isCompanion ? shown : `${shown}/main.tf`,
        text,
        readOnly: !mayWrite || invalidAt !== null || read === null,
      },
      bytes,
      isNamed: about.isNamed,
      invalidAt,
      isUnreadable: read === null,
    });
  }
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
    for (const entry of await entriesOf(folder)) {
      const inside = join(folder, entry.name);
      if (entry.isDirectory() && recursive && !SKIPPED.has(entry.name)) await walk(inside);
      else if (FORMATTABLE.test(entry.name) && !(await isNoFile(inside))) found.push(inside);
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

/**
 * Decodes UTF-8, and keeps a byte order mark.
 *
 * Bytes that are not UTF-8 become U+FFFD.
 */
export function decoded(bytes: Uint8Array): { text: string; invalidAt: InvalidByte | null } {
  const decode = (end: number, fatal: boolean): string =>
    new TextDecoder('utf-8', { fatal, ignoreBOM: true }).decode(bytes.subarray(0, end), {
      stream: end < bytes.length,
    });
  const isValid = (end: number): boolean => {
    try {
      decode(end, true);
      return true;
    } catch {
      return false;
    }
  };
  if (isValid(bytes.length)) return { text: decode(bytes.length, true), invalidAt: null };
  let [low, high] = [0, bytes.length];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (isValid(middle)) low = middle;
    else high = middle;
  }
  const before = decode(low, true);
  const lines = before.split('\n');
  const invalidAt = {
    byte: new TextEncoder().encode(before).length,
    line: lines.length,
    column: [...(lines.at(-1) ?? '')].length + 1,
  };
  return { text: decode(bytes.length, false), invalidAt };
}

/** Message for a file that is not UTF-8. */
export function notUtf8({ shown }: { shown: string }, { byte, line }: InvalidByte): string {
  return `${shown}: byte ${byte + 1} (line ${line}) is not UTF-8; convert the file to UTF-8`;
}

/** Reads a file that was named. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => unreadable(path));
}

function plainFile(path: string, bytes: Uint8Array): ProjectFile {
  const { text, invalidAt } = decoded(bytes);
  if (invalidAt !== null)
    throw new InfraGenieError('bad_options', notUtf8({ shown: path }, invalidAt));
  return { path, text };
}

function unreadable(path: string): never {
  throw new InfraGenieError('bad_options', `\`${path}\` cannot be read`);
}

/**
 * Whether a path in a folder is a folder or a device, or a link to one.
 *
 * Reading a pipe would never end. A link to nothing counts as a file that cannot be read.
 */
async function isNoFile(path: string): Promise<boolean> {
  return stat(path).then(
    (about) => !about.isFile(),
    () => false,
  );
}

/** The entries of a folder by name. */
async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') throw thrown;
    return unreadable(folder);
  });
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? String(thrown.code)
    : '';
}

/** A path as the module takes it: with `/`, without a leading `./`. */
function plain(path: string): string {
  return join(path).split(sep).join('/');
}
