// Joins several Terraform files into one text, and splits it again.
//
// A line `# file: NAME` precedes each file.

import { strToU8, zipSync } from 'fflate';
import { unzip } from './archive';

/** Maximum characters of all files together; the module reads no more. */
export const CHARS_MAX = 4_000_000;
/** Maximum bytes of a report. */
const REPORT_BYTES_MAX = 16_000_000;
const FILES_MAX = 500;
const NAME = 'main.tf';

const HEAD = /^# file: (\S.*)$/gm;

export interface OpenedFiles {
  readonly programs: readonly { readonly name: string; readonly text: string }[];
  readonly reports: readonly { readonly name: string; readonly text: string }[];
  /** Reasons why files were skipped. */
  readonly notes: readonly string[];
}

/** Reads opened or dropped files. Name or first character decide their kind. */
export async function readFiles(files: readonly File[]): Promise<OpenedFiles> {
  const programs: { name: string; text: string }[] = [];
  const reports: { name: string; text: string }[] = [];
  const notes: string[] = [];
  const all = (await Promise.all(files.map((file) => unpacked(file, notes)))).flat();
  if (all.length > FILES_MAX) notes.push(`Only the first ${FILES_MAX} files were read.`);
  for (const file of all.slice(0, FILES_MAX)) {
    const { name } = file;
    if (file.size > REPORT_BYTES_MAX) {
      notes.push(`\`${name}\` was skipped: it is larger than ${REPORT_BYTES_MAX / 1_000_000} MB.`);
      continue;
    }
    const text = await read(file).catch(() => null);
    if (text === null) notes.push(`\`${name}\` could not be read.`);
    else if (text.includes('\0')) notes.push(`\`${name}\` was skipped: it is not a text file.`);
    else if (/\.(tf|hcl)$/i.test(name)) programs.push({ name, text });
    else if (/\.(json|sarif)$/i.test(name) || isReport(text)) reports.push({ name, text });
    else if (/\.(tfvars|tfstate|lock\.hcl)$/i.test(name)) notes.push(ignored(name));
    else programs.push({ name, text });
  }
  const length = programs.reduce((all, { text }) => all + text.length, 0);
  if (length <= CHARS_MAX) return { programs, reports, notes };
  notes.push('The files are too large together; open the folders one by one.');
  return { programs: [], reports, notes };
}

function ignored(name: string): string {
  const reason = /\.tfvars$/i.test(name)
    ? 'variable files are not supported yet'
    : /\.tfstate$/i.test(name)
      ? 'it is a state file'
      : 'it is a dependency lock file';
  return `\`${name}\` was ignored: ${reason}.`;
}

/** Maximum bytes of a zip. */
const ZIP_BYTES_MAX = 16_000_000;

/** Unpacks the Terraform files and reports of a zip; returns any other file unchanged. */
async function unpacked(file: File, notes: string[]): Promise<File[]> {
  if (!/\.zip$/i.test(file.name)) return [file];
  if (file.size > ZIP_BYTES_MAX) {
    notes.push(`\`${file.name}\` is larger than ${ZIP_BYTES_MAX / 1_000_000} MB.`);
    return [];
  }
  try {
    const held = await unzip(await file.arrayBuffer());
    if (held.isCut) notes.push(`\`${file.name}\` is too large: some of its files were skipped.`);
    const files = held.files.map(({ name, bytes }) => new File([bytes], name));
    if (files.length === 0) notes.push(`\`${file.name}\` contains no Terraform.`);
    return files;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'it could not be unpacked';
    notes.push(`\`${file.name}\` was skipped: ${reason}.`);
    return [];
  }
}

/** Detects JSON with a property that only reports have. */
export function isReport(text: string): boolean {
  return (
    /^[\s\uFEFF]*[{[]/.test(text) &&
    /"(?:check_type|checkov_version|results|runs|diagnostics|valid)"\s*:/.test(text)
  );
}

/** Detects UTF-16, which Windows shells write into redirected output. */
async function read(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(wide).decode(bytes);
}

/** Joins files, sorted by name; a single file stays unchanged. */
export function joinFiles(files: OpenedFiles['programs']): string {
  if (files.length === 1) return files[0]?.text ?? '';
  const sorted = [...files].sort((one, other) => one.name.localeCompare(other.name));
  return sorted.map(({ name, text }) => `# file: ${name}\n${text.trimEnd()}\n`).join('\n');
}

/** A file of a joined text, with its position. */
export interface Part {
  readonly name: string;
  readonly text: string;
  /** Line of the `# file:` comment, from 1; 0 where the file has none. */
  readonly head: number;
}

/** The files of a text, in their order. */
export function splitFiles(text: string): readonly Part[] {
  const heads = [...text.matchAll(HEAD)];
  if (heads.length === 0) return [{ name: NAME, text, head: 0 }];
  const starts = heads.map((head) => head.index);
  let line = 1;
  let from = 0;
  const lineAt = (at: number): number => {
    for (; from < at; from += 1) if (text.charCodeAt(from) === 10) line += 1;
    return line;
  };
  const before = text.slice(0, starts[0]);
  const parts = heads.map((head, index) => ({
    name: head[1]?.trim() ?? NAME,
    text: `${text.slice(head.index + head[0].length + 1, starts[index + 1]).trimEnd()}\n`,
    head: lineAt(head.index),
  }));
  return before.trim() === '' ? parts : [{ name: NAME, text: before, head: 0 }, ...parts];
}

/** `line 12`, or `network.tf line 3` where the text has several files. */
export function lineName(parts: readonly Part[], line: number): string {
  const part = parts.findLast(({ head }) => head < line);
  if (part === undefined || parts.length < 2) return `line ${line}`;
  return `${part.name} line ${line - part.head}`;
}

/** The download: the file, or a zip of the files. */
export function downloadOf(text: string): { name: string; data: string | Uint8Array<ArrayBuffer> } {
  const parts = splitFiles(text);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    return { name: baseName(only.name), data: only.text };
  }
  // Files of the same name are joined into one.
  const files = new Map<string, string>();
  for (const { name, text: content } of parts) {
    const before = files.get(baseName(name));
    files.set(baseName(name), before === undefined ? content : `${before}\n${content}`);
  }
  const zip = Object.fromEntries([...files].map(([name, content]) => [name, strToU8(content)]));
  return { name: 'terraform.zip', data: new Uint8Array(zipSync(zip)) };
}

/** The last segment of a path, so that a name stays inside its folder. */
function baseName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last === '' || last.startsWith('.') ? NAME : last;
}
