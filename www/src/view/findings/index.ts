// Lists open problems, then open findings by descending severity.

import './style.css';
import type { FixActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { changeFor } from '../../fix-selection';
import { capital, number, SEVERITIES, sentence } from '../../format';
import type { State, Store } from '../../state';
import type { Finding, FixResult, Position, Problem } from '../../types';

/** Maximum items; a list may be very long. */
const ITEMS_MAX = 200;

/** Lists the open items of the result that `pick` selects. */
export function mountFindings(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => FixResult | undefined,
  fixActions: FixActions,
): void {
  const heading = el('h3', { class: 'label' });
  const list = el('ul', { class: 'findings_list' });
  const rest = el('p', { class: 'note' });
  root.append(heading, list, rest);
  store.watch(pick, (result) => {
    const { problems, findings } = result ?? NOTHING;
    const all = [...problems.map(problemItem), ...bySeverity(findings).map(findingItem)];
    shown(root, all.length > 0);
    heading.textContent = `Open findings (${number(all.length)})`;
    list.replaceChildren(...all.slice(0, ITEMS_MAX).map((make) => make(fixActions)));
    shown(rest, all.length > ITEMS_MAX);
    rest.textContent = `and ${number(all.length - ITEMS_MAX)} more`;
  });
}

/** Creates an item when it is shown. */
type Make = (fixActions: FixActions) => HTMLElement;

const NOTHING: Pick<FixResult, 'problems' | 'findings'> = { problems: [], findings: [] };

function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}

function problemItem({ summary, message, start }: Problem): Make {
  return (fixActions) =>
    el(
      'li',
      { class: 'findings_item is-problem' },
      el('p', { class: 'findings_head' }, mark('problem'), lineButton(start, fixActions)),
      el('p', { class: 'findings_message', text: summary }),
      el('p', { class: 'findings_rationale' }, ...prose(sentence(message))),
    );
}

function findingItem(finding: Finding): Make {
  const { id, severity, address, start, message, rationale } = finding;
  return (fixActions) =>
    el(
      'li',
      { class: `findings_item is-${severity}` },
      el(
        'p',
        { class: 'findings_head' },
        mark(severity),
        el('code', { text: address }),
        lineButton(start, fixActions),
      ),
      el('p', { class: 'findings_message' }, ...prose(sentence(message))),
      el('p', { class: 'findings_rationale' }, ...prose(rationale)),
      remedyLine(finding, fixActions),
      el('p', { class: 'findings_id', text: id }),
    );
}

/** How a finding can be fixed: by the user, or by a fix that needs consent. */
function remedyLine(finding: Finding, fixActions: FixActions): HTMLElement {
  const { remedy, price } = finding;
  const line = el('p', { class: 'findings_remedy' });
  switch (remedy) {
    case 'free':
      line.append('Fixed automatically unless you undid it.');
      break;
    case 'adds_resources':
      line.append(
        'The fix adds a resource. ',
        costText(changeFor(finding), fixActions),
        fixButton(finding, fixActions),
      );
      break;
    case 'none':
      line.append('Needs your decision.');
      break;
    case 'needs_consent':
      line.append(
        ...prose(price === null ? '' : `Trade-off: ${price}. `),
        costText(changeFor(finding), fixActions),
        fixButton(finding, fixActions),
      );
  }
  return line;
}

/** The difference in cost that a fix makes, once it is computed. */
function costText(change: string, fixActions: FixActions): HTMLElement {
  const text = el('span', { class: 'findings_cost' });
  void fixActions.costOf(change).then((cost) => {
    if (cost !== null) text.textContent = `${capital(cost)}. `;
  });
  return text;
}

function fixButton(finding: Finding, fixActions: FixActions): HTMLElement {
  return el('button', {
    class: 'button button_small',
    text: 'Fix',
    attributes: { type: 'button' },
    on: { click: () => fixActions.accept(changeFor(finding)) },
  });
}

function mark(level: string): HTMLElement {
  return el('span', { class: `findings_mark is-${level}`, text: level });
}

function lineButton({ line }: Position, fixActions: FixActions): HTMLElement {
  return el('button', {
    class: 'findings_line',
    text: `line ${line}`,
    attributes: { type: 'button' },
    on: { click: () => fixActions.goToLine(line) },
  });
}
