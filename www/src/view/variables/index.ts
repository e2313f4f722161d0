// Lists the variables to set, and notes to read before applying.

import './style.css';
import type { Correction } from '../../../package/src/correction';
import type { Actions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { count, number, sentence } from '../../format';
import type { Store } from '../../state';
import type { Understood } from '../../types';

/** Other readings of a part, by the text of the button. */
const CORRECTIONS: readonly (readonly [text: string, correction: Correction])[] = [
  ['It is a name', 'name'],
  ['It exists already', 'existing'],
  ['Not requested', 'nothing'],
];

export function mountVariables(root: HTMLElement, store: Store, actions: Actions): void {
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
  const noteSection = el('div', {}, el('h3', { class: 'label', text: 'Notes' }), notes);
  const assumed = el('ul', { class: 'variables_notes' });
  const assumedSection = el('div', {}, el('h3', { class: 'label', text: 'Assumptions' }), assumed);
  const none = el('p', { class: 'note', text: 'Nothing to set, and no notes.' });
  const understood = el('ul', { class: 'variables_notes' });
  const understoodSection = el(
    'div',
    {},
    el('h3', { class: 'label', text: 'What was understood' }),
    understood,
  );
  root.append(variableSection, noteSection, understoodSection, assumedSection, none);
  store.watch(
    (state) => state.result?.report,
    (report) => {
      // A report that an earlier version stored has neither.
      const parts = report?.understood ?? [];
      const statement = report?.statement ?? [];
      shown(understoodSection, parts.length + statement.length > 0);
      understood.replaceChildren(
        ...[statement].flat().map((text) => el('li', {}, ...prose(sentence(text)))),
        ...parts.map((part) => {
          const { text, result, addresses } = part;
          const line = prose(`“${text}”: ${result} (${addresses.join(', ')})`);
          return el('li', {}, ...line, correction(part, actions));
        }),
      );
    },
  );
  store.watch(
    (state) => state.result?.report.assumptions ?? null,
    (texts) => {
      shown(assumedSection, (texts ?? []).length > 0);
      assumed.replaceChildren(...(texts ?? []).map((text) => el('li', { text: sentence(text) })));
    },
  );
  store.watch(
    (state) => state.result?.fixState.shown,
    (result) => {
      const variables = result?.variables ?? [];
      const texts = result?.notes ?? [];
      shown(variableSection, variables.length > 0);
      shown(noteSection, texts.length > 0);
      shown(none, variables.length + texts.length === 0);
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

/** Buttons that put the request into the field with a part read in another way. */
function correction(part: Understood, actions: Actions): HTMLElement {
  return el(
    'details',
    { class: 'variables_correction' },
    el('summary', { text: 'Correct' }),
    ...CORRECTIONS.map(([text, correction]) =>
      el('button', {
        class: 'button button_small',
        text,
        attributes: { type: 'button', 'aria-label': `${text}: “${part.text}”` },
        on: { click: () => actions.correct(part, correction) },
      }),
    ),
  );
}

/** Mounts the same in one line, shown above the code. */
export function mountVariablesStrip(root: HTMLElement, store: Store, open: () => void): void {
  const text = el('span', { class: 'variables_strip_text' });
  const more = el('button', {
    class: 'variables_more',
    text: 'Show all',
    attributes: { type: 'button' },
    on: { click: open },
  });
  root.append(el('strong', { text: 'Before you apply' }), text, more);
  store.watch(
    (state) => state.result?.fixState.shown,
    (result) => {
      const variables = result?.variables ?? [];
      const notes = result?.notes ?? [];
      shown(root, variables.length + notes.length > 0);
      const names = variables.map(({ variable }) => `\`${variable}\``).join(', ');
      const parts = [
        ...(variables.length > 0 ? [`set ${count(variables.length, 'variable')}: ${names}`] : []),
        ...notes,
      ];
      text.replaceChildren(...prose(parts.map(sentence).join(' ')));
      text.title = text.textContent ?? '';
    },
  );
}
