// Lists open problems, then open findings by descending severity, grouped by rule.

import './style.css';
import type { FixActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { changeFor } from '../../fix-selection';
import { capital, count, number, SEVERITIES, sentence } from '../../format';
import { createFilter, type Filtered, type Row, rowElement } from '../../rows';
import type { State, Store } from '../../state';
import type { Finding, FixResult, Problem } from '../../types';

/** Items drawn at first and by each click on Show more; a list may be very long. */
const ITEMS_STEP = 100;

/** Lists the open items of the result that `pick` selects. */
export function mountFindings(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => FixResult | undefined,
  fixActions: FixActions,
): void {
  const list = el('ul', { class: 'findings_list' });
  const none = el('p', { class: 'note', text: 'No open findings.' });
  const filter = createFilter(root.id, () => show(pick(store.get())));
  let limit = ITEMS_STEP;
  const more = el('button', {
    class: 'button button_small',
    attributes: { type: 'button' },
    on: {
      click() {
        limit += ITEMS_STEP;
        show(pick(store.get()));
      },
    },
  });
  root.append(filter.element, none, list, more);
  const open = new Set<string>();
  const show = (result: FixResult | undefined): void => {
    const problems = result?.problems ?? [];
    const findings = bySeverity(result?.findings ?? []);
    const kept = findings.filter((one) => filter.passes(filteredOf(one)));
    const errors = problems.filter((one) => filter.passes(filteredProblem(one)));
    const all = problems.length + findings.length;
    filter.update(all, errors.length + kept.length);
    shown(none, result !== undefined && all === 0);
    const focused = document.activeElement?.id ?? '';
    list.replaceChildren(
      ...errors.slice(0, limit).map((one) => rowElement(problemRow(one, fixActions), open)),
      ...byRule(kept.slice(0, Math.max(0, limit - errors.length))).map((group) =>
        groupElement(group, fixActions, open),
      ),
    );
    if (list.contains(document.getElementById(focused))) document.getElementById(focused)?.focus();
    const rest = errors.length + kept.length - limit;
    shown(more, rest > 0);
    more.textContent = `Show more (${number(rest)})`;
  };
  store.watch(pick, show);
}

function filteredOf({ id, severity, address, message, remedy }: Finding): Filtered {
  const isFixable = remedy === 'adds_resources' || remedy === 'needs_consent';
  return { severity, isFixable, text: `${id} ${address} ${message}` };
}

function filteredProblem({ address, summary, message }: Problem): Filtered {
  return { severity: null, isFixable: false, text: `${address ?? ''} ${summary} ${message}` };
}

function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}

/** Findings by rule, in the order of the first of each. */
function byRule(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) groups.set(one.id, [...(groups.get(one.id) ?? []), one]);
  return [...groups.values()];
}

function problemRow(
  { summary, message, start, address, severity }: Problem,
  fixActions: FixActions,
): Row {
  return {
    key: `${summary} ${message}`,
    class: 'findings_item is-problem',
    level: severity === 'warning' ? 'warning' : 'error',
    title: summary,
    address: address ?? null,
    line: lineOf(start.line, fixActions),
    state: '',
    onOpen: () => fixActions.showLine(start.line),
    body: () => [el('p', {}, ...prose(sentence(message)))],
  };
}

function lineOf(line: number, fixActions: FixActions): Row['line'] {
  return { name: `line ${line}`, class: 'findings_line', go: () => fixActions.goToLine(line) };
}

/** One finding as a row, several of one rule as a row that has them. */
function groupElement(
  group: readonly Finding[],
  fixActions: FixActions,
  open: Set<string>,
): HTMLElement {
  const [first, ...others] = group;
  if (first === undefined) return el('li', {});
  if (others.length === 0) return rowElement(findingRow(first, fixActions, true), open);
  const { id, severity, message, rationale } = first;
  const changes = group.filter((one) => filteredOf(one).isFixable).map(changeFor);
  const prices = new Set(group.map(({ price }) => price));
  const [price = null] = prices;
  return rowElement(
    {
      key: id,
      class: 'findings_group',
      level: severity,
      title: message,
      address: null,
      line: null,
      state: `× ${number(group.length)}`,
      body: () => [
        el('p', {}, ...prose(rationale)),
        changes.length === 0
          ? null
          : el(
              'p',
              { class: 'findings_remedy' },
              ...prose(prices.size === 1 && price !== null ? `Trade-off: ${price}. ` : ''),
              el('button', {
                class: 'button button_small',
                text: `Fix all ${number(changes.length)}`,
                attributes: { type: 'button', title: count(changes.length, 'resource') },
                on: { click: () => fixActions.acceptAll(changes) },
              }),
            ),
        el('p', { class: 'findings_id', text: id }),
        el(
          'ul',
          { class: 'findings_inner' },
          ...group.map((one) => rowElement(findingRow(one, fixActions, false), open)),
        ),
      ],
    },
    open,
  );
}

function findingRow(finding: Finding, fixActions: FixActions, isAlone: boolean): Row {
  const { id, severity, address, start, message, rationale } = finding;
  return {
    key: `${id} ${address}`,
    class: `findings_item is-${severity}`,
    level: severity,
    title: isAlone ? message : address,
    address: isAlone ? address : null,
    line: lineOf(start.line, fixActions),
    state: '',
    onOpen: () => fixActions.showLine(start.line),
    body: () => [
      isAlone ? el('p', {}, ...prose(rationale)) : null,
      remedyLine(finding, fixActions),
      isAlone ? el('p', { class: 'findings_id', text: id }) : null,
    ],
  };
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
        'The fix adds a resource or costs money. ',
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
