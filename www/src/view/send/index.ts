// Shows the Generate and Cancel buttons, and handles Ctrl+Enter.

import './style.css';
import type { Actions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { count } from '../../format';
import { isRunning, type Store } from '../../state';

export function mountSend(root: HTMLElement, store: Store, actions: Actions): void {
  const send = el('button', {
    class: 'button button_main',
    text: 'Generate',
    attributes: { type: 'button', 'aria-keyshortcuts': 'Control+Enter' },
    on: { click: () => actions.generate() },
  });
  const stop = el('button', {
    class: 'button',
    text: 'Cancel',
    attributes: { type: 'button' },
    on: { click: () => actions.cancel() },
  });
  const hint = el('span', { class: 'send_hint', text: 'Ctrl + Enter' });
  const question = el('span', { attributes: { role: 'status' } });
  const remove = el('button', {
    class: 'button',
    text: 'Remove',
    attributes: { type: 'button' },
    on: { click: () => actions.confirmRemoval(true) },
  });
  const keep = el('button', {
    class: 'button',
    text: 'Keep',
    attributes: { type: 'button' },
    on: { click: () => actions.confirmRemoval(false) },
  });
  const removal = el('div', { class: 'send_removal' }, question, keep, remove);
  root.append(removal, el('div', { class: 'send_row' }, send, stop, hint));

  store.watch(
    (state) => state.removal,
    (addresses) => {
      const held = removal.contains(document.activeElement);
      shown(removal, addresses !== null);
      question.replaceChildren(...prose(addresses === null ? '' : asked(addresses)));
      if (addresses !== null) keep.focus();
      else if (held) send.focus();
    },
  );

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    if (store.get().screen !== 'generate') return;
    event.preventDefault();
    actions.generate();
  });
  store.watch(
    (state) => state.run?.phase,
    (phase, state) => {
      const running = isRunning(state);
      const held = document.activeElement === stop;
      const wasSend = document.activeElement === send;
      send.setAttribute('aria-disabled', String(running));
      shown(send, !running);
      shown(stop, running);
      shown(hint, !running);
      stop.textContent = phase === 'cancelling' ? 'Cancelling…' : 'Cancel';
      // Hiding the focused button would lose the focus.
      if (held && !running) send.focus();
      if (wasSend && running) stop.focus();
    },
  );
}

/** Asks whether blocks are removed. */
function asked(addresses: readonly string[]): string {
  const names = addresses.map((address) => `\`${address}\``).join(', ');
  return `This removes ${count(addresses.length, 'block')}: ${names}.`;
}
