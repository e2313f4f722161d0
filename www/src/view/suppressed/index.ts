// Lists the findings that comments in a configuration skip, with their reasons.

import './style.css';
import { el, prose } from '../../dom';
import { number, sentence } from '../../format';
import type { State, Store } from '../../state';
import type { SuppressedFinding } from '../../types';

/** Maximum items; a list may be very long. */
const ITEMS_MAX = 200;

/** Lists the suppressed findings that `pick` selects. */
export function mountSuppressed(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => readonly SuppressedFinding[] | undefined,
): void {
  const heading = el('h3', { class: 'label' });
  const list = el('ul', { class: 'suppressed_list' });
  root.append(heading, list);
  store.watch(pick, (all = []) => {
    heading.textContent = `Suppressed findings (${number(all.length)})`;
    list.replaceChildren(
      ...all
        .slice(0, ITEMS_MAX)
        .map(({ id, address, message, reason }) =>
          el(
            'li',
            { class: 'suppressed_item' },
            el('code', { text: address }),
            ` ${id}: `,
            ...prose(sentence(message)),
            ` ${reason === '' ? 'The comment gives no reason.' : `Reason: ${sentence(reason)}`}`,
          ),
        ),
    );
  });
}
