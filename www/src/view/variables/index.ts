// Lists the variables to set, and notes to read before applying.

import './style.css';
import { el, prose, shown } from '../../dom';
import { number } from '../../format';
import type { Store } from '../../state';

export function mountVariables(root: HTMLElement, store: Store): void {
  const list = el('ul', { class: 'variables_list' });
  const notes = el('ul', { class: 'variables_notes' });
  const variableSection = el(
    'div',
    {},
    el('h3', { class: 'label variables_heading' }),
    el('p', {
      class: 'note',
      text: 'Set each in terraform.tfvars, or enter it when Terraform asks.',
    }),
    list,
  );
  const noteSection = el('div', {}, el('h3', { class: 'label', text: 'Before you apply' }), notes);
  root.append(variableSection, noteSection);
  store.watch(
    (state) => state.result?.fixState.shown,
    (result) => {
      const variables = result?.variables ?? [];
      const texts = result?.notes ?? [];
      shown(variableSection, variables.length > 0);
      shown(noteSection, texts.length > 0);
      const heading = variableSection.querySelector('.variables_heading');
      if (heading !== null) heading.textContent = `Variables to set (${number(variables.length)})`;
      list.replaceChildren(
        ...variables.map(({ variable, description, sensitive }) =>
          el(
            'li',
            {},
            el('code', { text: variable }),
            ' ',
            ...prose(description),
            sensitive ? el('span', { class: 'variables_secret', text: ' (sensitive)' }) : null,
          ),
        ),
      );
      notes.replaceChildren(...texts.map((text) => el('li', {}, ...prose(text))));
    },
  );
}
