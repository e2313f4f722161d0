// Lists what is dangerous in a configuration, and lets the user accept it.

import './style.css';
import { dangerKey } from '../../dangers';
import { el, shown } from '../../dom';
import { capital, count } from '../../format';
import type { State, Store } from '../../state';
import type { SafetyFinding } from '../../types';

/** Maximum items; a list may be very long. */
const ITEMS_MAX = 100;

/** Dangers to list, and what the user accepted of them. */
export interface Dangers {
  readonly all: readonly SafetyFinding[];
  readonly accepted: readonly string[];
}

const KINDS: Readonly<Record<SafetyFinding['kind'], string>> = {
  runs_code: 'Runs code on your machine',
  trusts_stranger: 'Trusts somebody unknown',
  hides: 'Hides something',
  gives_away: 'Gives something away',
};

/** Lists the dangers that `pick` selects, and calls `accept` for each changed box. */
export function mountDangers(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => Dangers | undefined,
  goToLine: (line: number) => void,
  accept: (key: string, on: boolean) => void,
): void {
  const heading = el('h3', { class: 'dangers_heading' });
  const note = el('p', { class: 'note' });
  const list = el('ul', { class: 'dangers_list' });
  root.append(heading, note, list);
  const item = (one: SafetyFinding, accepted: readonly string[], id: string): HTMLElement => {
    const key = dangerKey(one);
    const line = el('button', {
      class: 'dangers_line',
      text: `line ${one.start.line}`,
      attributes: { type: 'button' },
      on: { click: () => goToLine(one.start.line) },
    });
    const box = el('input', {
      attributes: { type: 'checkbox', id },
      on: { change: () => accept(key, box.checked) },
    });
    box.checked = accepted.includes(key);
    return el(
      'li',
      { class: 'dangers_item' },
      el(
        'p',
        { class: 'dangers_head' },
        el('span', { class: 'dangers_kind', text: KINDS[one.kind] }),
        one.address === null ? null : el('code', { text: one.address }),
        line,
      ),
      el('p', { text: `${capital(one.message)}. ${one.rationale}` }),
      one.evidence === '' ? null : el('pre', { class: 'dangers_evidence', text: one.evidence }),
      one.isBlocking
        ? el(
            'p',
            {},
            box,
            el('label', { text: ' I have read this and accept it', attributes: { for: id } }),
          )
        : null,
      el('p', { class: 'dangers_id', text: one.id }),
    );
  };
  store.watch(pick, (dangers) => {
    const { all, accepted } = dangers ?? { all: [], accepted: [] };
    shown(root, all.length > 0);
    const open = all.filter((one) => one.isBlocking && !accepted.includes(dangerKey(one)));
    root.classList.toggle('is-blocking', open.length > 0);
    heading.textContent = `${capital(count(all.length, 'danger'))}`;
    note.textContent =
      open.length === 0
        ? 'Read each of them before you run the configuration.'
        : `Accept ${count(open.length, 'danger')} before you copy or download the configuration.`;
    const focused = document.activeElement?.id ?? '';
    const items = all.slice(0, ITEMS_MAX);
    list.replaceChildren(...items.map((one, index) => item(one, accepted, `${root.id}_${index}`)));
    if (list.contains(document.getElementById(focused))) document.getElementById(focused)?.focus();
  });
}
