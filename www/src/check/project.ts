// Keeps the bytes of an opened project for its download.

import { strToU8, zipSync } from 'fflate';
import type { Companions } from './companions';
import { splitFiles } from './parts';

/** An opened project: all its files by path, as they were read. */
export type OpenedProject = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const MARK = '\uFEFF';
const COMPANION =
  /(?:^|\/)(?:\.terraform\.lock\.hcl|(?:terraform|(?!\.)[^/]*\.auto)\.tfvars|(?!\.)[^/]*\.json)$/;
const COMPANION_JSON = /\.tf(?:vars)?\.json$/;

/** The files of a project that the check reads besides those in the editor. */
export function companionsOf(project: OpenedProject): Companions {
  const files = [...project].filter(([path]) => isCompanion(path));
  return {
    files: files.flatMap(([path, bytes]) => {
      const text = textOf(bytes);
      return text === null ? [] : [{ path, text, readOnly: true }];
    }),
    present: [...project.keys()],
  };
}

/** Whether the check reads a file although the editor does not show it. */
export function isCompanion(path: string): boolean {
  return COMPANION.test(path) && (!path.endsWith('.json') || COMPANION_JSON.test(path));
}

/** The text of a file, with its byte order mark; null where the file is not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A text as the editor has it: without a byte order mark, with `\n`. */
export function inEditor(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** A text of the editor with the byte order mark and the line ends of its file. */
export function asBefore(text: string, before: string): string {
  if (text === inEditor(before)) return before;
  const mark = before.startsWith(MARK) ? MARK : '';
  const old = before.slice(mark.length).split(/(?<=\n)/);
  const lines = text.split(/(?<=\n)/);
  const isSame = (at: number, oldAt: number): boolean => inEditor(old[oldAt] ?? '\0') === lines[at];
  let start = 0;
  while (start < lines.length && isSame(start, start)) start += 1;
  let end = 0;
  while (
    end < Math.min(lines.length, old.length) - start &&
    isSame(lines.length - 1 - end, old.length - 1 - end)
  ) {
    end += 1;
  }
  const isWindows = old[0]?.endsWith('\r\n') === true;
  const changed = lines.slice(start, lines.length - end).join('');
  return [
    mark,
    ...old.slice(0, start),
    isWindows ? changed.replaceAll('\n', '\r\n') : changed,
    ...old.slice(old.length - end),
  ].join('');
}

/** The download: the file, or a zip of all files under their paths. */
export function downloadOf(
  text: string,
  project: OpenedProject,
): { name: string; data: string | Uint8Array<ArrayBuffer> } {
  const parts = splitFiles(text);
  const [only] = parts;
  const [[path, bytes] = []] = project;
  if (parts.length === 1 && only !== undefined && project.size <= 1) {
    const before = bytes === undefined ? null : textOf(bytes);
    return {
      name: baseName(only.head > 0 ? only.name : (path ?? only.name)),
      data: before === null ? only.text : asBefore(only.text, before),
    };
  }
  const files = new Map<string, Uint8Array<ArrayBuffer>>(project);
  for (const { name, text: content } of parts) {
    const own = insidePath(name);
    const old = project.get(own);
    const before = old === undefined ? null : textOf(old);
    const now = before === null ? content : asBefore(content, before);
    if (old === undefined || before !== now) files.set(own, new Uint8Array(strToU8(now)));
  }
  return { name: 'terraform.zip', data: new Uint8Array(zipSync(Object.fromEntries(files))) };
}

/** A path without what leads out of its folder. */
export function insidePath(path: string): string {
  const steps = path.split(/[/\\]/).filter((step) => !['', '.', '..'].includes(step));
  return steps.length === 0 ? 'main.tf' : steps.join('/');
}

/** The last segment of a path, so that a name stays inside its folder. */
function baseName(path: string): string {
  const last = insidePath(path).split('/').at(-1) ?? '';
  return last === '' || last.startsWith('.') ? 'main.tf' : last;
}
