// Shows reports of other tools, grouped by rule.

import './style.css';
import type { CheckActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { count, number, sentence } from '../../format';
import type { Reported, Store } from '../../state';
import type { ImportedReport, ImportGroup, ImportItem, Remedy } from '../../types';

/** Maximum groups and items; a report may hold thousands. */
const GROUPS_MAX = 100;
const ITEMS_MAX = 50;

/** Finds a resource in the checked configuration.
 *
 * Returns the name of its line and a function that goes to it. */
export type Find = (address: string) => { name: string; go: () => void } | null;

export function mountImports(
  root: HTMLElement,
  store: Store,
  actions: CheckActions,
  find: Find,
): void {
  const field = el('textarea', {
    class: 'imports_field',
    attributes: {
      id: 'imports_field',
      rows: '4',
      spellcheck: 'false',
      autocomplete: 'off',
      placeholder: '{ "check_type": "terraform", "results": … }',
    },
  });
  const read = el('button', {
    class: 'button',
    text: 'Import',
    attributes: { type: 'button' },
    on: {
      click() {
        actions.report(field.value);
        field.value = '';
      },
    },
  });
  const list = el('div', { class: 'imports_list', attributes: { 'aria-live': 'polite' } });
  root.append(
    el(
      'details',
      { class: 'imports_paste' },
      el('summary', { text: 'Import a report' }),
      el(
        'label',
        {
          class: 'note',
          attributes: { for: 'imports_field' },
        },
        ...prose(
          'Paste or drop the output of `checkov -o json` or `terraform validate -json`, or a ' +
            'SARIF file.',
        ),
      ),
      field,
      read,
    ),
    list,
  );
  const show = (): void => {
    const { reports } = store.get();
    list.replaceChildren(...reports.map((one) => card(one, actions, find)));
  };
  store.watch((state) => state.reports, show);
  store.watch(
    (state) => state.check.verdict,
    (_, state) => {
      if (state.reports.length > 0) show();
    },
  );
}

function card(
  { id, name, report, failure }: Reported,
  actions: CheckActions,
  find: Find,
): HTMLElement {
  const drop = el('button', {
    class: 'button button_small',
    text: 'Remove',
    attributes: { type: 'button', 'aria-label': `Remove ${name}` },
    on: { click: () => actions.dropReport(id) },
  });
  const title = report === null ? name : `${report.tool}: ${name}`;
  return el(
    'article',
    { class: 'imports_card' },
    el('div', { class: 'imports_head' }, el('h3', { class: 'label', text: title }), drop),
    failure === null
      ? null
      : el('p', { class: 'imports_failure' }, ...prose(sentence(failure.message))),
    ...(report === null ? [] : contents(report, find)),
  );
}

function contents(report: ImportedReport, find: Find): HTMLElement[] {
  const { groups, violations, passed, skipped, notes } = report;
  const counts = [
    `${count(violations, 'violation')} in ${count(groups.length, 'group')}`,
    passed > 0 ? `${number(passed)} passed` : '',
    skipped > 0 ? `${number(skipped)} skipped` : '',
  ].filter((text) => text !== '');
  const list = el(
    'ul',
    { class: 'imports_groups' },
    ...groups.slice(0, GROUPS_MAX).map((group) => groupItem(group, find)),
  );
  const rest = el('p', {
    class: 'note',
    text: `and ${number(groups.length - GROUPS_MAX)} more groups`,
  });
  shown(rest, groups.length > GROUPS_MAX);
  return [
    el('p', { class: 'note', text: `${counts.join(', ')}.` }),
    ...notes.map((note) => el('p', { class: 'note' }, ...prose(note))),
    list,
    rest,
  ];
}

function groupItem(group: ImportGroup, find: Find): HTMLElement {
  const { id, severity, message: title, rationale, remedy, link, count: amount, items } = group;
  const level = severity ?? 'problem';
  return el(
    'li',
    { class: 'imports_group' },
    el(
      'details',
      {},
      el(
        'summary',
        { class: 'imports_summary' },
        el('span', { class: `imports_mark is-${level}`, text: level }),
        el('span', { class: 'imports_title' }, ...prose(sentence(title))),
        el('span', { class: 'imports_count', text: `× ${number(amount)}` }),
      ),
      rationale === null ? null : el('p', { class: 'imports_rationale', text: rationale }),
      remedy === null ? null : el('p', { class: 'imports_rationale', text: REMEDIES[remedy] }),
      el(
        'ul',
        { class: 'imports_items' },
        ...items.slice(0, ITEMS_MAX).map((item) => itemLine(item, title, find)),
        items.length > ITEMS_MAX || amount > items.length
          ? el('li', { text: `and ${number(amount - Math.min(items.length, ITEMS_MAX))} more` })
          : null,
      ),
      el(
        'p',
        { class: 'imports_id' },
        id,
        link === null ? null : ' ',
        link === null
          ? null
          : el('a', {
              text: 'Guideline',
              attributes: { href: link, rel: 'noreferrer', target: '_blank' },
            }),
      ),
    ),
  );
}

const REMEDIES: Readonly<Record<Remedy, string>> = {
  free: 'Paste the configuration above to fix it automatically.',
  adds_resources: 'Paste the configuration above to fix it by hardening.',
  needs_consent: 'Paste the configuration above to fix it with a trade-off.',
  none: 'Needs your decision.',
};

function itemLine(
  { address, file, line, message }: ImportItem,
  title: string,
  find: Find,
): HTMLElement {
  const found = address === null ? null : find(address);
  const where = [file, line === null ? null : `line ${line}`].filter((part) => part !== null);
  return el(
    'li',
    {},
    address === null ? null : el('code', { text: address }),
    where.length > 0 ? el('span', { class: 'imports_where', text: where.join(', ') }) : null,
    found === null
      ? null
      : el('button', {
          class: 'imports_line',
          text: `here: ${found.name}`,
          attributes: { type: 'button' },
          on: { click: found.go },
        }),
    message === title || message === ''
      ? null
      : el('span', { class: 'imports_message' }, ...prose(sentence(message))),
  );
}
