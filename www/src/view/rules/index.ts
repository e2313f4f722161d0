// Shows the searchable catalogue of rules with examples.

import './style.css';
import { el, prose, shown } from '../../dom';
import { count, number, SEVERITIES, sentence } from '../../format';
import type { Remedy, RuleInfo } from '../../types';
import { examplesOf } from './examples';

const RULES_STEP = 50;
const EXAMPLES_MAX = 3;

const REMEDIES: Readonly<{ [remedy in Remedy]: string }> = {
  free: 'auto-fixable',
  adds_resources: 'fixed by hardening',
  needs_consent: 'fix with a trade-off',
  none: 'needs a decision',
};

export function mountRules(root: HTMLElement, rules: readonly RuleInfo[]): void {
  const search = el('input', {
    class: 'rules_search',
    attributes: {
      type: 'search',
      id: 'rules_search',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'CKV_AWS_16, bucket, encrypted, aws_db_instance…',
    },
  });
  const severity = choice(
    'rules_severity',
    'Severity',
    SEVERITIES.map((one) => [one, one]),
  );
  const remedy = choice('rules_remedy', 'Fix', Object.entries(REMEDIES));
  const found = el('p', { class: 'note', attributes: { role: 'status' } });
  const list = el('ul', { class: 'rules_list' });
  const more = el('button', {
    class: 'button button_small',
    attributes: { type: 'button' },
    on: {
      click() {
        limit += RULES_STEP;
        show();
      },
    },
  });
  const texts = rules.map((rule) =>
    [rule.id, rule.message, rule.rationale, ...rule.types].join(' ').toLowerCase(),
  );
  let limit = RULES_STEP;
  const show = (): void => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const fitting = rules.filter(
      (rule, index) =>
        (severity.select.value === '' || rule.severity === severity.select.value) &&
        (remedy.select.value === '' || rule.remedy === remedy.select.value) &&
        words.every((word) => texts[index]?.includes(word)),
    );
    const ids = new Set(fitting.map(({ id }) => id)).size;
    found.textContent = `${count(ids, 'check')}${
      ids === fitting.length ? '' : ` in ${count(fitting.length, 'rule')}`
    }`;
    list.replaceChildren(...fitting.slice(0, limit).map(item));
    shown(more, fitting.length > limit);
    more.textContent = `Show more (${number(fitting.length - limit)})`;
  };
  const again = (): void => {
    limit = RULES_STEP;
    show();
  };
  for (const field of [search, severity.select, remedy.select]) {
    field.addEventListener('input', again);
  }
  root.append(
    el('h2', { class: 'label', text: 'Rules' }),
    el('p', {
      class: 'note',
      text: 'Rule ids and results match Checkov’s. Unknown values are skipped.',
    }),
    el(
      'div',
      { class: 'rules_filter', attributes: { role: 'search' } },
      el(
        'div',
        {},
        el('label', {
          class: 'rules_label',
          text: 'Search',
          attributes: { for: 'rules_search' },
        }),
        search,
      ),
      severity.field,
      remedy.field,
    ),
    found,
    list,
    more,
  );
  show();
}

function choice(
  id: string,
  name: string,
  options: readonly (readonly [string, string])[],
): { field: HTMLElement; select: HTMLSelectElement } {
  const select = el(
    'select',
    { attributes: { id } },
    el('option', { text: 'any', attributes: { value: '' } }),
    ...options.map(([value, text]) => el('option', { text, attributes: { value } })),
  );
  const label = el('label', { class: 'rules_label', text: name, attributes: { for: id } });
  return { select, field: el('div', {}, label, select) };
}

function item({ id, severity, types, message, rationale, remedy }: RuleInfo): HTMLElement {
  const disclosure = el('details', { class: 'rules_cases' }, el('summary', { text: 'Examples' }));
  disclosure.addEventListener('toggle', () => {
    if (disclosure.open && disclosure.childElementCount === 1) disclosure.append(...examples(id));
  });
  return el(
    'li',
    { class: 'rules_item' },
    el(
      'p',
      { class: 'rules_head' },
      el('span', { class: `rules_mark is-${severity}`, text: severity }),
      el('span', { class: 'rules_id', text: id }),
      el('span', { class: 'rules_remedy', text: REMEDIES[remedy] }),
    ),
    el('p', { class: 'rules_message' }, ...prose(sentence(message))),
    el('p', { class: 'rules_rationale' }, ...prose(rationale)),
    el(
      'p',
      { class: 'rules_types' },
      ...types.flatMap((type, index) => [
        ...(index > 0 ? [document.createTextNode(', ')] : []),
        el('code', { text: type }),
      ]),
    ),
    disclosure,
  );
}

function examples(id: string): HTMLElement[] {
  const { failing, passing } = examplesOf(id);
  const group = (title: string, texts: readonly string[]): HTMLElement[] => {
    if (texts.length === 0) return [];
    const programs = texts.slice(0, EXAMPLES_MAX).map((text) =>
      el('pre', {
        class: 'rules_code',
        text,
        attributes: { tabindex: '0', 'aria-label': `${title}, ${id}` },
      }),
    );
    return [el('p', { class: 'rules_case', text: title }), ...programs];
  };
  return [...group('Fails', failing), ...group('Passes', passing)];
}
