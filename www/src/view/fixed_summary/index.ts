// Shows the summary of the fixed configuration with download and copy buttons.

import './style.css';
import type { CheckActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { count, number } from '../../format';
import type { Store } from '../../state';

const COPIED_MS = 2_000;

export function mountFixedSummary(root: HTMLElement, store: Store, actions: CheckActions): void {
  const headline = el('h2', { class: 'fixed_summary_headline' });
  const notes = el('ul', { class: 'fixed_summary_notes' });
  const copy = el('button', {
    class: 'button button_small',
    text: 'Copy',
    attributes: { type: 'button' },
    on: { click: () => void copied() },
  });
  const copied = async (): Promise<void> => {
    copy.textContent = (await actions.copy()) ? 'Copied' : 'Clipboard blocked';
    setTimeout(() => {
      copy.textContent = 'Copy';
    }, COPIED_MS);
  };
  root.append(
    el('div', {}, headline, notes),
    el(
      'div',
      { class: 'fixed_summary_actions' },
      el('button', {
        class: 'button button_small button_main',
        text: 'Download',
        attributes: { type: 'button' },
        on: { click: () => actions.download() },
      }),
      copy,
      el('button', {
        class: 'button button_small',
        text: 'Use as new input',
        attributes: { type: 'button' },
        on: {
          click() {
            const fixed = store.get().check.verdict?.fixState.shown;
            if (fixed !== undefined) actions.give(fixed.code);
          },
        },
      }),
    ),
  );
  store.watch(
    (state) => state.check.verdict,
    (verdict) => {
      shown(root, verdict !== null);
      if (verdict === null) return;
      const {
        shown: { problems, findings, changes, suppressed, notes: allNotes },
      } = verdict.fixState;
      const open = problems.length + findings.length;
      headline.textContent =
        `${count(changes.length, 'change')}, ` +
        `${open === 0 ? 'no open findings' : count(open, 'open finding')}` +
        (suppressed.length > 0 ? `, ${number(suppressed.length)} suppressed` : '');
      // Notes about a single finding are shown with that finding.
      const general = allNotes.filter((note) => !/^CKV\w* \S+: /.test(note));
      notes.replaceChildren(...general.map((note) => el('li', {}, ...prose(note))));
    },
  );
}
