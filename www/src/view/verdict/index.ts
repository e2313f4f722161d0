// Lists problems and findings with their lines, reasons and fixes.

import './style.css';
import type { FixActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { changeFor, type FixState } from '../../fix-selection';
import { capital, number, SEVERITIES, sentence } from '../../format';
import { createFilter, type Filter, type Row, rowElement } from '../../rows';
import type { Store, Verdict } from '../../state';
import type { Finding, Position, Problem } from '../../types';

/** Items drawn at first and by each click on Show more; a list may be very long. */
const ITEMS_STEP = 40;

export function mountVerdict(
  root: HTMLElement,
  store: Store,
  fixActions: FixActions,
  nameOf: (line: number) => string,
): void {
  const list = el('ul', { class: 'verdict_list' });
  let limit = ITEMS_STEP;
  const more = el('button', {
    class: 'button button_small',
    attributes: { type: 'button' },
    on: {
      click() {
        limit += ITEMS_STEP;
        show(store.get().check.verdict);
      },
    },
  });
  const clean = el('p', { class: 'verdict_clean', text: 'No findings.' });
  const filter = createFilter(root.id, () => show(store.get().check.verdict));
  const open = new Set<string>();
  root.append(filter.element, clean, list, more);

  const show = (verdict: Verdict | null): void => {
    for (const part of [list, more]) shown(part, verdict !== null);
    const total = (verdict?.problems.length ?? 0) + (verdict?.findings.length ?? 0);
    shown(clean, verdict !== null && total === 0);
    if (verdict === null) {
      filter.update(0, 0);
      return;
    }
    const context = { fixActions, nameOf, fixState: verdict.fixState, open };
    const items = all(verdict, context, filter);
    filter.update(total, items.length);
    const focused = document.activeElement?.id ?? '';
    list.replaceChildren(...items.slice(0, limit).map((make, index) => make(index)));
    if (list.contains(document.getElementById(focused))) document.getElementById(focused)?.focus();
    shown(more, items.length > limit);
    more.textContent = `Show more (${number(items.length - limit)})`;
  };
  store.watch((state) => state.check.verdict, show);
}

interface Context {
  readonly fixActions: FixActions;
  readonly fixState: FixState;
  readonly nameOf: (line: number) => string;
  /** Keys of the rows that the user expanded. */
  readonly open: Set<string>;
}

/** Creates an item when it is shown. */
type Make = (index: number) => HTMLElement;

function all(verdict: Verdict, context: Context, filter: Filter): Make[] {
  const { fixState } = verdict;
  const { nameOf } = context;
  const problems = verdict.problems.filter(({ summary, message, address, start }) =>
    filter.passes({
      severity: null,
      isFixable: false,
      text: `${address ?? ''} ${summary} ${message} ${nameOf(start.line)}`,
    }),
  );
  const passes = ({ id, severity, message, address, start, remedy: kind }: Finding): boolean =>
    filter.passes({
      severity,
      isFixable: kind !== 'none',
      text: `${id} ${address} ${message} ${nameOf(start.line)}`,
    });
  const findings = verdict.findings.filter(passes);
  const left = new Set(fixState.shown.problems.map(problemKey));
  const open = new Set(fixState.shown.findings.map(findingKey));
  const before = new Set(verdict.findings.map(findingKey));
  const added = fixState.shown.findings.filter(
    (one) => !before.has(findingKey(one)) && passes(one),
  );
  return [
    ...problems.map(
      (one): Make =>
        () =>
          problemItem(one, left.has(problemKey(one)), context),
    ),
    ...bySeverity(findings).map(
      (one): Make =>
        (index) =>
          findingItem(one, open.has(findingKey(one)), context, index),
    ),
    ...bySeverity(added).map(
      (one): Make =>
        () =>
          addedItem(one, context),
    ),
  ];
}

function problemKey({ kind, message }: Problem): string {
  return `${kind} ${message}`;
}

function findingKey({ id, address }: Finding): string {
  return `${id} ${address}`;
}

function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}

function problemItem(problem: Problem, isOpen: boolean, context: Context): HTMLElement {
  const { summary, message, start, address, judgedBy } = problem;
  return rowElement(
    {
      key: problemKey(problem),
      class: 'verdict_item is-problem',
      // A problem of a stored report has no severity.
      level: problem.severity === 'warning' ? 'warning' : 'error',
      title: summary,
      address,
      line: lineOf(start, context),
      state: isOpen ? '' : 'fixed',
      onOpen: () => context.fixActions.showLine(start.line),
      body: () => [
        el('p', { class: 'verdict_rationale' }, ...prose(sentence(message))),
        (judgedBy ?? null) === null
          ? null
          : el('p', {
              class: 'verdict_rationale',
              text: `Judged by ${judgedBy}; the configuration admits another version.`,
            }),
        isOpen ? null : el('p', { class: 'verdict_remedy is-fixed', text: 'Fixed.' }),
      ],
    },
    context.open,
  );
}

function findingItem(
  finding: Finding,
  isOpen: boolean,
  context: Context,
  index: number,
): HTMLElement {
  const { id, severity, address, start, message, rationale } = finding;
  return rowElement(
    {
      key: findingKey(finding),
      class: `verdict_item is-${severity}`,
      level: severity,
      title: message,
      address,
      line: lineOf(start, context),
      state: isOpen ? '' : 'fixed',
      onOpen: () => context.fixActions.showLine(start.line),
      body: () => [
        el('p', { class: 'verdict_rationale' }, ...prose(rationale)),
        remedy(finding, isOpen, context, `verdict_remedy_${index}`),
        el('p', { class: 'verdict_id', text: id }),
      ],
    },
    context.open,
  );
}

/** A finding in a resource that a fix added. */
function addedItem(finding: Finding, context: Context): HTMLElement {
  const { id, severity, address, message, rationale } = finding;
  return rowElement(
    {
      key: `added ${findingKey(finding)}`,
      class: `verdict_item is-${severity}`,
      level: severity,
      title: message,
      address,
      line: null,
      state: '',
      body: () => [
        el('p', { class: 'verdict_rationale' }, ...prose(rationale)),
        el('p', { class: 'verdict_remedy', text: 'In a resource that a fix added.' }),
        el('p', { class: 'verdict_id', text: id }),
      ],
    },
    context.open,
  );
}

/** State of a finding's fix, with the button that applies or undoes it. */
function remedy(
  finding: Finding,
  isOpen: boolean,
  context: Context,
  buttonId: string,
): HTMLElement {
  const { id, address, remedy: kind, price } = finding;
  const { fixActions, fixState } = context;
  const change = changeFor(finding);
  const made = fixState.shown.changes.find((one) => one.id === change);
  const button = (text: string, click: () => void): HTMLElement =>
    el('button', {
      class: 'button button_small',
      text,
      attributes: { type: 'button', id: buttonId },
      on: { click },
    });
  const fixButton = (): HTMLElement => button('Fix', () => fixActions.accept(change));
  const line = (isFixed: boolean, ...parts: (Node | string)[]): HTMLElement =>
    el('p', { class: `verdict_remedy${isFixed ? ' is-fixed' : ''}` }, ...parts);
  if (made !== undefined) {
    return line(
      true,
      ...prose(`Fixed: ${made.description}. `),
      button('Undo', () => fixActions.undo(change, true)),
    );
  }
  if (!isOpen) return line(true, 'Fixed by another change.');
  if (fixState.selection.exclude.includes(change)) return line(false, 'Fix undone. ', fixButton());
  const refusal = fixState.shown.notes.find((note) => note.startsWith(`${id} ${address}: `));
  if (refusal !== undefined) {
    return line(false, ...prose(sentence(capital(refusal.slice(`${id} ${address}: `.length)))));
  }
  switch (kind) {
    case 'free':
      return line(false, 'The automatic fix does not apply here.');
    case 'adds_resources':
      return line(
        false,
        'The fix adds a resource or costs money. ',
        costText(fixActions, change),
        fixButton(),
      );
    case 'needs_consent':
      return line(
        false,
        ...prose(price === null ? '' : `Trade-off: ${price}. `),
        costText(fixActions, change),
        fixButton(),
      );
    case 'none':
      return line(false, 'Needs your decision.');
  }
}

/** The difference in cost that a fix makes, once it is computed. */
function costText(fixActions: FixActions, change: string): HTMLElement {
  const text = el('span', { class: 'verdict_cost' });
  void fixActions.costOf(change).then((cost) => {
    if (cost !== null) text.textContent = `${capital(cost)}. `;
  });
  return text;
}

function lineOf({ line }: Position, { fixActions, nameOf }: Context): Row['line'] {
  return { name: nameOf(line), class: 'verdict_line', go: () => fixActions.goToLine(line) };
}
