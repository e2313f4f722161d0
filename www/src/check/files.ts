// Reads opened and dropped files: Terraform, projects, and reports of other tools.

import { unzip } from './archive';
import { LEFT_OUT } from './left-out';
import { joinParts } from './parts';
import { inEditor, insidePath, isCompanion, type OpenedProject, textOf } from './project';

/** Maximum characters of all files together; the module reads no more. */
export const CHARS_MAX = 4_000_000;
/** Maximum bytes of a report. */
const REPORT_BYTES_MAX = 16_000_000;
const FILES_MAX = 500;
/** Maximum files of a project, with those that are not Terraform. */
const PROJECT_FILES_MAX = 5_000;

export interface OpenedFiles {
  readonly programs: readonly { readonly name: string; readonly text: string }[];
  readonly reports: readonly { readonly name: string; readonly text: string }[];
  /** All files but the reports, as they were read. */
  readonly project: OpenedProject;
  /** Reasons why files were skipped. */
  readonly notes: readonly string[];
}

/** Reads opened or dropped files. Name or first character decide their kind. */
export async function readFiles(files: readonly File[]): Promise<OpenedFiles> {
  const programs: { name: string; text: string }[] = [];
  const reports: { name: string; text: string }[] = [];
  const project = new Map<string, Uint8Array<ArrayBuffer>>();
  const notes: string[] = [];
  const counts = new Map<string, number>();
  let isCut = false;
  notes.push(...oversized(files));
  const all = (await Promise.all(files.map((file) => unpacked(file, notes)))).flat();
  if (all.length > PROJECT_FILES_MAX) {
    notes.push(`Only the first ${PROJECT_FILES_MAX} files were read.`);
  }
  for (const file of all.slice(0, PROJECT_FILES_MAX)) {
    const name = freePath(insidePath(file.name), project, counts);
    if (file.size > REPORT_BYTES_MAX) {
      notes.push(`\`${name}\` was skipped: it is larger than ${REPORT_BYTES_MAX / 1_000_000} MB.`);
      continue;
    }
    const bytes = file instanceof File ? await bytesOf(file) : file.bytes;
    if (bytes === null) {
      notes.push(`\`${name}\` could not be read.`);
      continue;
    }
    const text = textOf(bytes);
    const kind = kindOf(name, text ?? wideText(bytes));
    if (kind === 'program' && bytes.includes(0)) {
      notes.push(`\`${name}\` was skipped: it is not a text file.`);
      if (name.includes('/')) project.set(name, bytes);
      continue;
    }
    if (kind === 'report') reports.push({ name, text: text ?? wideText(bytes) });
    else project.set(name, bytes);
    if (kind !== 'program') continue;
    if (text === null) notes.push(`\`${name}\` was skipped: it is not UTF-8.`);
    else if (programs.length < FILES_MAX) programs.push({ name, text: inEditor(text) });
    else isCut = true;
  }
  if (isCut) notes.push(`Only the first ${FILES_MAX} files were read.`);
  const length = programs.reduce((all, { text }) => all + text.length, 0);
  if (length <= CHARS_MAX) return { programs, reports, project, notes: shortened(notes) };
  notes.unshift('The files are too large together; open the folders one by one.');
  return { programs: [], reports, project: new Map(), notes: shortened(notes) };
}

/** Maximum notes that are shown: an archive can hold thousands of files that are skipped. */
const NOTES_MAX = 20;

function shortened(notes: readonly string[]): readonly string[] {
  const more = notes.length - NOTES_MAX;
  return more > 0 ? [...notes.slice(0, NOTES_MAX), `And ${more} more notes.`] : notes;
}

/** Kind of a file: for the editor, a report, or another file of a project. */
function kindOf(path: string, text: string): 'program' | 'report' | 'other' {
  const name = path.split('/').at(-1) ?? path;
  const isLoose = name === path;
  if (/^\.|~$|^#.*#$/.test(name) || isCompanion(path)) return 'other';
  if (/\.tf$/i.test(name)) return 'program';
  if (/\.(json|sarif)$/i.test(name) && (isLoose || isReport(text))) return 'report';
  if (!isLoose || /\.(tfvars|tfstate|tftest\.hcl|tfmock\.hcl)$/i.test(name)) return 'other';
  return isReport(text) ? 'report' : 'program';
}

/** A path that no other file has: files of the same name come from different folders. */
function freePath(path: string, taken: OpenedProject, counts: Map<string, number>): string {
  if (!taken.has(path)) return path;
  let count = counts.get(path) ?? 2;
  while (taken.has(`${count}/${path}`)) count += 1;
  counts.set(path, count);
  return `${count}/${path}`;
}

/** Maximum bytes of a zip. */
const ZIP_BYTES_MAX = 16_000_000;

/** A file of a zip: as a `File`, each would be read from the browser's store again. */
interface ZippedFile {
  readonly name: string;
  readonly size: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Whether a file is a zip, by its name. */
export function isZip({ name }: File): boolean {
  return /\.zip$/i.test(name);
}

/** Notes on zips that are too large to be unpacked. */
export function oversized(files: readonly File[]): string[] {
  return files
    .filter((file) => isZip(file) && file.size > ZIP_BYTES_MAX)
    .map(({ name }) => `\`${name}\` is larger than ${ZIP_BYTES_MAX / 1_000_000} MB.`);
}

function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  return file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
}

/** Unpacks the files of a zip; returns any other file unchanged. */
async function unpacked(file: File, notes: string[]): Promise<(File | ZippedFile)[]> {
  if (!isZip(file)) return LEFT_OUT.test(file.name) ? [] : [file];
  if (file.size > ZIP_BYTES_MAX) return [];
  try {
    const held = await unzip(await file.arrayBuffer());
    if (held.isCut) notes.push(`\`${file.name}\` is too large: some of its files were skipped.`);
    if (held.isLeftOut) {
      notes.push(`Folders of \`${file.name}\` such as \`.terraform\` and \`.git\` were left out.`);
    }
    const files = held.files.map(({ name, bytes }) => ({ name, size: bytes.length, bytes }));
    if (!files.some(({ name }) => /\.(tf|hcl|json|sarif)$/i.test(name))) {
      notes.push(`\`${file.name}\` contains no Terraform.`);
    }
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

/** Decodes UTF-16, which Windows shells write into redirected output. */
function wideText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(wide).decode(bytes);
}

/** Text for the editor: all files, or the text of a file that is alone. */
export function editorText({ programs, project }: OpenedFiles): string {
  const [only] = programs;
  const isAlone = programs.length === 1 && project.size === 1 && !only?.name.includes('/');
  if (isAlone && only !== undefined) return only.text;
  return joinParts([...programs].sort((one, other) => (one.name < other.name ? -1 : 1)));
}
