// Reads the changed Terraform files of a pull request, and marks their lines.
//
// The page shows parts of each file. Lines keep their numbers; only blocks that are shown whole are
// read, and nothing is fetched. The functions that run inside the tab can use their arguments only.

import { joinParts } from '../../check/parts';
import type { IncomingFile, TabMark } from '../../host';

/** Selectors for the changed files of a code host, and the attributes with path and line. */
interface Changes {
  /** Element of a file. */
  readonly file: string;
  /** Attribute of the element with the path; the prefix before it is left out. */
  readonly path: string;
  readonly prefix: string;
  /** Cells with the numbers of lines after the change, in a row of the file. */
  readonly number: string;
  readonly attribute: string;
  /** Cells among these that number removed lines. */
  readonly removed: string;
  /** Text of a line. */
  readonly code: string;
}

const HOSTS: readonly Changes[] = [
  // GitHub, with a table a file.
  {
    file: '.file[data-tagsearch-path]',
    path: 'data-tagsearch-path',
    prefix: '',
    number: '.blob-num[data-line-number]',
    attribute: 'data-line-number',
    removed: '.blob-num-deletion',
    code: '.blob-code-inner',
  },
  // GitHub since 2025.
  {
    file: 'table[aria-label^="Diff for: "]',
    path: 'aria-label',
    prefix: 'Diff for: ',
    number: '[class*="diff-line-number"][data-line-number]',
    attribute: 'data-line-number',
    removed: '[data-diff-side="left"]',
    code: '.diff-text-inner',
  },
  // GitLab.
  {
    file: '.diff-file[data-path]',
    path: 'data-path',
    prefix: '',
    number: '.new_line [data-linenumber], .new_line[data-linenumber]',
    attribute: 'data-linenumber',
    removed: '.old *',
    code: '.line_content',
  },
  // Gitea and Forgejo.
  {
    file: '.diff-file-box[data-new-filename]',
    path: 'data-new-filename',
    prefix: '',
    number: '.lines-num-new[data-line-num]',
    attribute: 'data-line-num',
    removed: '.del-code *',
    code: '.code-inner',
  },
];

const LINES_MAX = 50_000;
/** Class of the elements that are added to the page. */
const MARK = 'infragenie-mark';

/** A changed file: the shown lines by their numbers, from 1. */
interface ChangedFile {
  readonly name: string;
  readonly lines: readonly (readonly [number, string])[];
}

/** Reads the changed files of a tab; null where it shows none. */
export async function readChanges(target: chrome.scripting.InjectionTarget) {
  const [answer] = await chrome.scripting.executeScript({
    target,
    func: changesOf,
    args: [HOSTS, LINES_MAX],
  });
  const found = answer?.result;
  return found == null ? null : incomingOf(found.files, found.source, target.tabId);
}

/** Shows marks in a tab, and returns their number; earlier marks go. */
export async function markTab(tab: number, marks: readonly TabMark[]): Promise<number> {
  const [answer] = await chrome.scripting.executeScript({
    target: { tabId: tab },
    func: mark,
    args: [HOSTS, marks, MARK],
  });
  return answer?.result ?? 0;
}

function incomingOf(files: readonly ChangedFile[], source: string, tab: number): IncomingFile {
  const parts = files.map(({ name, lines }) => ({ name, text: wholeBlocks(lines) }));
  const shown = parts.filter(({ text }) => text.trim() !== '');
  if (shown.length === 0) return { note: NONE_WHOLE };
  return { name: 'main.tf', text: joinParts(shown), source, changes: { tab, files: files.length } };
}

const NONE_WHOLE =
  'The changed files show no whole block of Terraform. Expand the lines around the changes, then ' +
  'try again.';

/** The blocks that are shown whole, each at its lines; all other lines are empty. */
function wholeBlocks(lines: ChangedFile['lines']): string {
  const shown = new Map(lines);
  const last = Math.max(0, ...shown.keys());
  const text = Array.from({ length: last }, () => '');
  for (let at = 1; at <= last; at += 1) {
    if (!/^[a-z]+\b[^#]*\{/.test(shown.get(at) ?? '')) continue;
    const end = endOf(at, shown);
    if (end === null) continue;
    for (let line = at; line <= end; line += 1) text[line - 1] = shown.get(line) ?? '';
    at = end;
  }
  return text.join('\n');
}

/** The last line of a block; null where not all of it is shown. */
function endOf(first: number, shown: ReadonlyMap<number, string>): number | null {
  /** End marker of the heredoc around the line: a brace in it closes nothing. */
  let marker: string | null = null;
  for (let at = first; ; at += 1) {
    const line = shown.get(at);
    if (line === undefined) return null;
    if (marker !== null) {
      if (line.trim() === marker) marker = null;
      continue;
    }
    if (at === first ? /\}\s*$/.test(line.replace(/\s(#|\/\/).*$/, '')) : line.startsWith('}')) {
      return at;
    }
    marker = /<<-?\s*([\p{L}_][\p{L}\p{N}_-]*)\s*$/u.exec(line)?.[1] ?? null;
  }
}

/** Runs inside the tab. */
function changesOf(
  hosts: readonly Changes[],
  linesMax: number,
): { files: ChangedFile[]; source: string } | null {
  const files: { name: string; lines: [number, string][] }[] = [];
  let left = linesMax;
  for (const { file, path, prefix, number, attribute, removed, code } of hosts) {
    for (const box of document.querySelectorAll(file)) {
      const name = (box.getAttribute(path) ?? '').slice(prefix.length);
      if (!/\.tf$/i.test(name)) continue;
      const lines: [number, string][] = [];
      const cells = Array.from(box.querySelectorAll(number));
      for (const row of new Set(cells.map((cell) => cell.closest('tr, .line_holder')))) {
        const own = Array.from(row?.querySelectorAll(number) ?? []).at(-1);
        const text = Array.from(row?.querySelectorAll(code) ?? []).at(-1)?.textContent;
        const at = Number(own?.getAttribute(attribute));
        if (own === undefined || own.matches(removed) || text == null) continue;
        if (at >= 1 && at <= linesMax && left > 0) lines.push([at, text.replace(/[\r\n]+$/, '')]);
        left -= 1;
      }
      if (lines.length > 0) files.push({ name, lines });
    }
  }
  return files.length === 0 ? null : { files, source: location.host + location.pathname };
}

/** Runs inside the tab. */
function mark(hosts: readonly Changes[], marks: readonly TabMark[], className: string): number {
  let count = 0;
  for (const old of document.querySelectorAll(`.${className}`)) old.remove();
  for (const { file, path, prefix, number, attribute, removed, code } of hosts) {
    for (const box of document.querySelectorAll(file)) {
      const name = (box.getAttribute(path) ?? '').slice(prefix.length);
      const own = marks.filter((one) => one.path === name);
      if (own.length === 0) continue;
      for (const cell of box.querySelectorAll(number)) {
        if (cell.matches(removed)) continue;
        const found = own.filter((one) => String(one.line) === cell.getAttribute(attribute));
        const row = cell.closest('tr, .line_holder');
        if (row === null || found.length === 0 || row.querySelector(`.${className}`)) continue;
        const line = Array.from(row.querySelectorAll(code)).at(-1);
        for (const { text } of found) {
          const note = document.createElement('div');
          note.className = className;
          note.textContent = text;
          note.setAttribute('role', 'note');
          note.style.cssText =
            'margin:2px 0;padding:2px 8px;border-left:3px solid #8a5a00;background:#fdf3dc;' +
            'color:#1e1d1b;font:12px/1.5 system-ui,sans-serif;white-space:normal;user-select:text';
          if (line?.parentElement == null) continue;
          line.parentElement.append(note);
          count += 1;
        }
      }
    }
  }
  return count;
}
