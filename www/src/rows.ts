// Creates rows of findings that expand, and the filter above them.

import { el, prose, shown } from './dom';
import { capital, number, SEVERITIES } from './format';
import type { Severity } from './types';

/** One row of a list: a line that expands to a body. */
export interface Row {
  /** Identifies the row, so that it stays open when the list is drawn again. */
  readonly key: string;
  readonly class: string;
  /** Severity, `problem` or `warning`. */
  readonly level: string;
  readonly title: string;
  readonly address: string | null;
  /** Name of the line, and what a click on it does; null where there is no line. */
  readonly line: { readonly name: string; readonly class: string; go(): void } | null;
  /** Short state behind the title, such as `fixed`; empty for none. */
  readonly state: string;
  body(): readonly (HTMLElement | null)[];
  /** Called when the user expands the row. */
  readonly onOpen?: () => void;
}

/** Draws a row; `open` has the keys of the rows that the user expanded. */
export function rowElement(row: Row, open: Set<string>): HTMLElement {
  const { key, level, title, address, line, state } = row;
  const details = el(
    'details',
    { class: 'row_details' },
    el(
      'summary',
      { class: 'row_summary' },
      el('span', { class: `row_mark is-${level}`, text: level }),
      el('span', { class: 'row_title' }, ...prose(capital(title))),
      state === '' ? null : el('span', { class: 'row_state', text: state }),
      address === null ? null : el('code', { class: 'row_address', text: address }),
    ),
  );
  const fill = (): void => {
    if (details.childElementCount > 1) return;
    details.append(el('div', { class: 'row_body' }, ...row.body()));
  };
  if (open.has(key)) {
    details.open = true;
    fill();
  }
  details.addEventListener('toggle', () => {
    if (details.open) {
      if (!open.has(key)) row.onOpen?.();
      open.add(key);
      fill();
    } else open.delete(key);
  });
  return el(
    'li',
    { class: `row ${row.class}`, attributes: { 'data-key': key } },
    details,
    line === null
      ? null
      : el('button', {
          class: `row_line ${line.class}`,
          text: line.name,
          attributes: { type: 'button' },
          on: { click: () => line.go() },
        }),
  );
}

/** Expands the row with a key, and the group that has it, and scrolls it into view. */
export function openRow(root: HTMLElement, key: string): void {
  const find = (): HTMLElement | null => root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (find() === null) {
    // A group has its rows once it is open.
    const [id = ''] = key.split(' ');
    const group = root.querySelector<HTMLDetailsElement>(
      `[data-key="${CSS.escape(id)}"] > details`,
    );
    group?.querySelector('summary')?.click();
  }
  requestAnimationFrame(() => {
    const details = find()?.querySelector<HTMLDetailsElement>(':scope > details');
    if (details == null) return;
    details.open = true;
    details.scrollIntoView({ block: 'nearest' });
  });
}

/** Facts of an item that a filter reads. */
export interface Filtered {
  /** Severity; null for a problem. */
  readonly severity: Severity | null;
  readonly isFixable: boolean;
  /** Texts that a search reads. */
  readonly text: string;
}

export interface Filter {
  readonly element: HTMLElement;
  /** Whether an item passes. */
  passes(item: Filtered): boolean;
  /** Shows the filter from a number of items on, and how many pass. */
  update(all: number, passing: number): void;
}

/** Fewer items need no filter. */
const FILTER_FROM = 6;

/** Creates a filter by text, severity and fix; `id` makes its element ids unique. */
export function createFilter(id: string, changed: () => void): Filter {
  const search = el('input', {
    class: 'row_search',
    attributes: {
      id: `${id}_search`,
      type: 'search',
      autocomplete: 'off',
      placeholder: 'Filter',
      'aria-label': 'Filter by rule, resource or file',
    },
    on: { input: changed },
  });
  const severity = el(
    'select',
    { attributes: { id: `${id}_severity`, 'aria-label': 'Severity' }, on: { input: changed } },
    el('option', { text: 'All severities', attributes: { value: '' } }),
    el('option', { text: 'Errors', attributes: { value: 'problem' } }),
    ...SEVERITIES.map((one) => el('option', { text: one, attributes: { value: one } })),
  );
  const fixable = el('input', {
    attributes: { id: `${id}_fixable`, type: 'checkbox' },
    on: { input: changed },
  });
  const amount = el('span', { class: 'note', attributes: { role: 'status' } });
  const element = el(
    'div',
    { class: 'row_filter', attributes: { role: 'search' } },
    search,
    severity,
    el(
      'label',
      { class: 'row_fixable', attributes: { for: `${id}_fixable` } },
      fixable,
      ' Fixable',
    ),
    amount,
  );
  return {
    element,
    passes(item) {
      const words = search.value.toLowerCase().split(/\s+/);
      return (
        (severity.value === '' || severity.value === (item.severity ?? 'problem')) &&
        (!fixable.checked || item.isFixable) &&
        words.every((word) => item.text.toLowerCase().includes(word))
      );
    },
    update(all, passing) {
      shown(element, all >= FILTER_FROM);
      amount.textContent = all === passing ? '' : `${number(passing)} of ${number(all)}`;
    },
  };
}
