// Lists earlier runs with their costs and actions.

import './style.css';
import type { HistoryActions } from '../../actions';
import { el, shown } from '../../dom';
import { clock, count, modelName, number } from '../../format';
import { type PastRun, searched } from '../../history';
import type { State, Store } from '../../state';

/** Items drawn at first and by each click on Show more. */
const ITEMS_STEP = 20;
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

export function mountHistory(root: HTMLElement, store: Store, actions: HistoryActions): void {
  const list = el('ul', { class: 'history_list' });
  const found = el('p', { class: 'note', attributes: { role: 'status' } });
  const field = el('input', {
    class: 'history_search',
    attributes: { id: 'history_search', type: 'search', autocomplete: 'off' },
    on: {
      input() {
        limit = ITEMS_STEP;
        show(store.get());
      },
    },
  });
  let limit = ITEMS_STEP;
  const more = button('Show more', () => {
    limit += ITEMS_STEP;
    show(store.get());
  });
  const search = el(
    'p',
    { class: 'history_head' },
    el('label', { class: 'note', text: 'Search', attributes: { for: 'history_search' } }),
    field,
  );
  root.append(
    el('h2', { class: 'label', text: 'Earlier runs' }),
    search,
    found,
    list,
    more,
    el('p', {
      class: 'note',
      text: 'Requests and configurations, stored only in this browser until you delete them.',
    }),
  );
  const show = ({ history, models }: State): void => {
    const runs = searched(history, field.value);
    shown(search, history.length > 0);
    found.textContent =
      history.length === 0
        ? 'No earlier runs.'
        : runs.length === history.length
          ? count(runs.length, 'run')
          : `${number(runs.length)} of ${count(history.length, 'run')}`;
    const name = (id: string): string => modelName(models, id);
    list.replaceChildren(...runs.slice(0, limit).map((run) => item(run, name, actions)));
    shown(more, runs.length > limit);
  };
  for (const part of ['history', 'models'] as const) {
    store.watch(
      (state) => state[part],
      (_, state) => show(state),
    );
  }
}

function item(run: PastRun, name: (model: string) => string, actions: HistoryActions): HTMLElement {
  const { at, request, models, tokens, open, code, isIncomplete } = run;
  const facts = [
    `${DATE.format(at)}, ${clock(at, at)}`,
    count(tokens, 'token') + (models.length === 0 ? '' : ` with ${models.map(name).join(', ')}`),
    code === ''
      ? 'no configuration'
      : isIncomplete === true
        ? 'incomplete'
        : open === 0
          ? 'no open findings'
          : count(open, 'open finding'),
  ];
  return el(
    'li',
    { class: 'history_item' },
    el('p', { class: 'history_request', text: request }),
    el('p', { class: 'history_facts', text: facts.join(' · ') }),
    el(
      'div',
      { class: 'history_actions' },
      button('Reuse request', () => actions.askAgain(run)),
      code === '' ? null : button('Open in Check', () => actions.openRun(run)),
      button('Delete', () => actions.deleteRun(run)),
    ),
  );
}

function button(text: string, click: () => void): HTMLButtonElement {
  return el('button', {
    class: 'button button_small',
    text,
    attributes: { type: 'button' },
    on: { click },
  });
}
