// What only the user can say: variables to fill in, and what is to be known before applying.

import './style.css';
import { el, prose, shown } from '../../dom';
import type { Store } from '../../state';
import { number } from '../../format';

export function mountQuestions(root: HTMLElement, store: Store): void {
  const questions = el('ul', { class: 'variables_list' });
  const notes = el('ul', { class: 'variables_notes' });
  const asked = el('div', {},
    el('h3', { class: 'label variables_heading' }),
    el('p', { class: 'note', text: 'Give each a value in terraform.tfvars, or when asked.' }),
    questions);
  const told = el('div', {}, el('h3', { class: 'label', text: 'To know' }), notes);
  root.append(asked, told);
  store.watch((state) => state.result?.mending.shown, (mended) => {
    const variables = mended?.questions ?? [];
    const texts = mended?.notes ?? [];
    shown(asked, variables.length > 0);
    shown(told, texts.length > 0);
    const heading = asked.querySelector('.variables_heading');
    if (heading !== null) heading.textContent = `To fill in (${number(variables.length)})`;
    questions.replaceChildren(...variables.map(({ variable, description, sensitive }) =>
      el('li', {}, el('code', { text: variable }), ' ', ...prose(description),
        sensitive ? el('span', { class: 'variables_secret', text: ' (a secret)' }) : null)));
    notes.replaceChildren(...texts.map((text) => el('li', {}, ...prose(text))));
  });
}
