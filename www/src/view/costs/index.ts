// Shows the cost of the request under each profile.

import './style.css';
import { el, shown } from '../../dom';
import type { Store } from '../../state';
import type { Preview } from '../../types';
import { capital, number, sentence } from '../../format';

type Counted = Extract<Preview, { state: 'counted' }>;
type Row = readonly (string | HTMLElement)[];

export function mountCosts(root: HTMLElement, store: Store): void {
  const profiles = el('div', { class: 'costs_frame' });
  const before = el('div', { class: 'costs_frame' });
  root.append(
    el('details', {}, el('summary', { text: 'What each profile would cost' }), profiles),
    el('details', {}, el('summary', { text: 'Before and after' }), before,
      el('p', {
        class: 'note',
        text: 'Before: the server that this began as, as its notes state it and as it counts. '
          + 'The plan: what its users asked for. Here: this request, counted.',
      })));
  store.watch((state) => state.preview, (preview, { profile }) => {
    const counted = preview?.state === 'counted' && !preview.composed ? preview : null;
    shown(root, counted !== null);
    if (counted === null) return;
    profiles.replaceChildren(table('Tokens of this request, by profile',
      ['Profile', 'Prompt', 'Answer, at most', 'Calls, at most', 'All calls, at most'],
      byProfile(counted)));
    const chosen = counted.costs.find((cost) => cost.profile === profile);
    before.replaceChildren(table('Tokens before, planned, and here',
      ['', 'Before, stated', 'Before, counted', 'Planned', 'Here'],
      beforeAndAfter(counted, chosen?.tokensMax ?? null)));
  });
}

function byProfile({ costs }: Counted): Row[] {
  return costs.map((cost) => (cost.refused !== null
    ? [capital(cost.profile), sentence(cost.refused)]
    : [
      capital(cost.profile), number(cost.promptTokens), number(cost.maxCompletionTokens),
      number(cost.attemptsMax), number(cost.tokensMax),
    ]));
}

/** The most that a repair prompt holds without its frame. */
const REPAIR_TOKENS_MAX = 1_200;

/** The figures of the columns before the last are those of the server's own notes and prompts. */
function beforeAndAfter({ plan }: Counted, most: number | null): Row[] {
  const part = (...names: readonly string[]): string => number(plan.parts
    .filter(({ name }) => names.includes(name)).reduce((all, { tokens }) => all + tokens, 0));
  return [
    ['Instructions', '2,500', '3,884', '1,000', part('system')],
    ['Request', '1,500', '81 to 96', '500', part('request', 'addresses', 'code')],
    ['A repair', '3,000', '3,884 and all of the file', '1,200',
      `up to ${number(REPAIR_TOKENS_MAX)}`],
    ['Answer', '', '', '1,500', `up to ${number(plan.maxCompletionTokens)}`],
    ['At best', '', '7,671 and the answer', '3,000',
      `${number(plan.promptTokens)} and the answer`],
    ['At worst', '33,000', '', '12,000', most === null ? '' : `up to ${number(most)}`],
  ];
}

function table(caption: string, heads: readonly string[], rows: readonly Row[]): HTMLElement {
  const head = heads.map((text) =>
    (text === '' ? el('td', {}) : el('th', { text, attributes: { scope: 'col' } })));
  return el('table', { class: 'costs_table' },
    el('caption', { class: 'note', text: caption }),
    el('thead', {}, el('tr', {}, ...head)),
    el('tbody', {}, ...rows.map(([name, ...cells]) => el('tr', {},
      el('th', { attributes: { scope: 'row' } }, name ?? ''),
      ...cells.map((cell, at) => el('td', {
        class: 'costs_number',
        // A reason takes the place of all the figures.
        attributes: cells.length === 1 && at === 0 ? { colspan: String(heads.length - 1) } : {},
      }, cell))))));
}
