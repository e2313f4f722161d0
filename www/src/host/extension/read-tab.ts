// Reads the Terraform that a tab shows, once, when the user asks for it.

import type { IncomingFile } from '../../host';
import { readChanges } from './changes';

/** Key under which the background script passes a configuration to the panel. */
export const INCOMING = 'infragenie.given';

/** Longer texts are not checked, and would exceed the session storage. */
const CHARS_MAX = 4_000_000;

/** Maximum elements that are read; each line of a file is one. */
const ELEMENTS_MAX = 200_000;

export interface Tab {
  readonly id: number | undefined;
  /** The frame in which the menu was opened. */
  readonly frame?: number | undefined;
}

/** Selectors for the file views of code hosts: one element with the whole text, parts of many
 * lines, or one element per line. */
const SHOWN: readonly Shown[] = [
  // GitHub keeps the whole text in a field for keyboard users.
  { whole: '#read-only-cursor-text-area' },
  // GitLab highlights the visible lines, and keeps the others in parts of about seventy lines.
  { parts: '.blob-viewer pre.code code, .file-content pre.code code' },
  // Gitea and Forgejo.
  { lines: '.file-view .lines-code .code-inner' },
  // Gists and other pages that show a file as a table of lines.
  { lines: '.blob-code-inner' },
  // Pages that show plain text: cgit, sourcehut, blogs.
  { whole: 'pre:not(pre pre), textarea' },
];

interface Shown {
  readonly whole?: string;
  readonly parts?: string;
  readonly lines?: string;
}

/** Reads a tab; the browser allows it only after a user gesture on that tab. */
export async function readProgram({ id, frame }: Tab): Promise<IncomingFile> {
  if (id === undefined) return { note: 'There is no tab to read.' };
  try {
    const target = frame === undefined ? { tabId: id } : { tabId: id, frameIds: [frame] };
    // A selection says more precisely what is meant.
    const [selected] = await chrome.scripting.executeScript({ target, func: hasSelection });
    const changes = selected?.result === true ? null : await readChanges(target);
    if (changes !== null) return changes;
    const [answer] = await chrome.scripting.executeScript({
      target,
      func: programOf,
      args: [SHOWN, ELEMENTS_MAX],
    });
    const found = answer?.result;
    if (found == null) return { note: NOTHING };
    if (found.text.length <= CHARS_MAX) return found;
    return { note: `The configuration has more than ${CHARS_MAX} characters.` };
  } catch {
    return { note: FORBIDDEN };
  }
}

const NOTHING = 'No Terraform was found in this tab. Select some and try again.';
const FORBIDDEN =
  'The browser blocks access to this tab. Click the InfraGenie icon on that tab, ' +
  'or use its context menu, then try again.';

/** Runs inside the tab. */
function hasSelection(): boolean {
  return (getSelection()?.toString() ?? '').trim() !== '';
}

/** Runs inside the tab, so it can use its arguments only. */
function programOf(
  shown: readonly Shown[],
  elementsMax: number,
): { name: string; text: string; source: string } | null {
  const name = location.pathname.split('/').at(-1) ?? '';
  const found = (text: string): { name: string; text: string; source: string } => ({
    name: /\.(tf|hcl)$/i.test(name) ? name : 'main.tf',
    text,
    // Without the query, which can hold a secret of the page.
    source: location.host + location.pathname,
  });
  // Blanks alone, since `\s` would read empty lines anew from each of them.
  const isTerraform = (text: string): boolean =>
    /^[ \t]*(?:resource|data|module|variable|output|locals|provider|terraform)\b[^\n{]*\{/m.test(
      text,
    );
  const selected = getSelection()?.toString() ?? '';
  if (selected.trim() !== '') return found(selected);
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement) {
    const part = field.value.slice(field.selectionStart, field.selectionEnd);
    if (part.trim() !== '') return found(part);
  }
  if (document.contentType === 'text/plain') return found(document.body.textContent ?? '');
  const textOf = (element: Element): string =>
    (element instanceof HTMLTextAreaElement ? element.value : element.textContent) ?? '';
  for (const { whole, parts, lines } of shown) {
    const elements = document.querySelectorAll(whole ?? parts ?? lines ?? '');
    const texts = Array.from(elements).slice(0, elementsMax).map(textOf);
    const wholes =
      whole !== undefined
        ? texts
        : [texts.map((text) => (lines === undefined ? text : text.replace(/\n$/, ''))).join('\n')];
    const [best = ''] = wholes.filter(isTerraform).sort((one, other) => other.length - one.length);
    if (best !== '') return found(best);
  }
  return null;
}
