// The user's Groq key, where it is kept, and what Groq says of it. The field is the only place that
// shows a key, and one that was kept is not shown at all.

import './style.css';
import { el, shown } from '../../dom';
import type { Intents, KeyIntents } from '../../actions';
import type { KeyPlace } from '../../key/vault';
import type { Keeping, KeyState, Store } from '../../state';
import type { ModelInfo } from '../../types';
import { detail, headline } from '../../format';

/** Each place with what it means, in one line. */
const PLACES: Readonly<{ [place in KeyPlace]: readonly [name: string, meaning: string] }> = {
  memory: ['in memory', 'In this page’s memory until you close or reload it.'],
  tab: ['in this tab', 'Until you close this tab; a reload keeps it.'],
  session: ['this session', 'In memory until you close the browser, never on disk.'],
  device: ['on this device', 'Encrypted under your passphrase, which you are asked at each visit.'],
};

export function mountKey(root: HTMLElement, store: Store, { key }: Intents): void {
  const field = secret('key_field', 'key_kept key_said', {
    input: () => key.give(field.value),
    enter: () => key.check(),
  });
  const check = button('Check', () => key.check());
  const forget = button('Forget', () => {
    field.value = '';
    key.forget();
    field.focus();
  });
  const said = el('p', { class: 'key_said', attributes: { id: 'key_said', role: 'status' } });
  const live = el('ul', { class: 'key_models', attributes: { 'aria-label': 'Models' } });
  const kept = el('p', { class: 'note', attributes: { id: 'key_kept' } });
  const places = placeChoice(store, key);
  const phrase = passphrase(store, key);
  root.append(
    el('label', { class: 'label', text: 'Your Groq key', attributes: { for: 'key_field' } }),
    el('div', { class: 'key_row' }, field, check, forget),
    places, phrase, kept, said, live,
  );

  store.watch((state) => state.key, (state, { models }) => {
    said.textContent = sentence(state);
    said.classList.toggle('is-wrong', state.phase === 'refused');
    field.setAttribute('aria-invalid', String(state.phase === 'refused'));
    check.setAttribute('aria-disabled', String(state.phase === 'checking'));
    shown(live, state.phase === 'accepted');
    if (state.phase === 'accepted') live.replaceChildren(...models.map(item));
  });
  const show = (): void => {
    const { keeping, key: { phase } } = store.get();
    kept.textContent = `${PLACES[keeping.place][1]} Sent to api.groq.com alone.`;
    shown(forget, phase !== 'none' || keeping.sealed !== 'none');
    field.placeholder = keeping.sealed === 'locked' ? 'locked: the passphrase opens it'
      : phase === 'none' ? 'gsk_…' : 'a key is there';
  };
  store.watch((state) => state.keeping, (keeping) => {
    show();
    if (keeping.said !== null) said.textContent = keeping.said;
    // An opened or a sealed key needs to stand in the field no longer.
    if (keeping.sealed !== 'none') field.value = '';
  });
  store.watch((state) => state.key.phase === 'none', show);
  store.watch((state) => state.attention, (attention, { keeping }) => {
    if (attention?.on !== 'key') return;
    said.textContent = attention.message;
    said.classList.add('is-wrong');
    const first = keeping.sealed === 'locked' ? phrase.querySelector('input') : field;
    first?.focus();
  });
}

/** The places to choose from, while nothing is sealed. */
function placeChoice(store: Store, key: KeyIntents): HTMLElement {
  const boxes = new Map<KeyPlace, HTMLInputElement>();
  const group = el('fieldset', { class: 'key_places' },
    el('legend', { class: 'key_legend', text: 'Keep it' }));
  store.watch((state) => state.keeping.places, (places) => {
    for (const place of places) {
      const box = el('input', {
        attributes: { type: 'radio', name: 'key_place', id: `key_place_${place}` },
        on: { change: () => key.place(place) },
      });
      boxes.set(place, box);
      group.append(el('label', { class: 'key_place', attributes: { for: box.id } }, box,
        PLACES[place][0]));
    }
  });
  store.watch((state) => state.keeping, ({ place, sealed }) => {
    const box = boxes.get(place);
    if (box !== undefined) box.checked = true;
    shown(group, sealed !== 'locked');
  });
  return group;
}

/** The passphrase that seals a key, or opens the sealed one. */
function passphrase(store: Store, key: KeyIntents): HTMLElement {
  const isLocked = ({ sealed }: Keeping): boolean => sealed === 'locked';
  const deed = (): void => {
    const said = field.value;
    if (isLocked(store.get().keeping)) key.open(said);
    else key.seal(said);
  };
  const field = secret('key_phrase', 'key_kept key_said', { input: () => {}, enter: deed });
  const act = button('', deed);
  const row = el('div', { class: 'key_row key_phrase' },
    el('label', { class: 'key_legend', text: 'Passphrase', attributes: { for: 'key_phrase' } }),
    field, act);
  store.watch((state) => state.keeping, (keeping) => {
    shown(row, keeping.place === 'device' && keeping.sealed !== 'open');
    act.textContent = isLocked(keeping) ? 'Unlock' : 'Seal';
    if (keeping.sealed === 'open' || keeping.place !== 'device') field.value = '';
  });
  return row;
}

function secret(
  id: string, described: string, on: { input: () => void; enter: () => void },
): HTMLInputElement {
  return el('input', {
    class: 'key_field',
    attributes: {
      id, type: 'password', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off',
      'data-1p-ignore': '', 'data-lpignore': 'true', 'aria-describedby': described,
    },
    on: {
      input: on.input,
      keydown(event) {
        const { key, ctrlKey, metaKey } = event as KeyboardEvent;
        if (key === 'Enter' && !ctrlKey && !metaKey) on.enter();
      },
    },
  });
}

function button(text: string, click: () => void): HTMLButtonElement {
  return el('button', { class: 'button', text, attributes: { type: 'button' }, on: { click } });
}

function sentence(key: KeyState): string {
  switch (key.phase) {
    case 'none':
    case 'given':
      return '';
    case 'checking':
      return 'Asking Groq…';
    case 'accepted':
      return 'Groq accepts this key.';
    case 'refused':
      return [headline(key.failure), detail(key.failure)].join(' ').trim();
  }
}

function item({ name, live }: ModelInfo): HTMLElement {
  const state = live === null ? 'not asked' : live ? 'live' : 'not offered';
  return el('li', { class: live ? 'key_model is-live' : 'key_model' },
    name, el('span', { class: 'key_state', text: ` ${state}` }));
}
