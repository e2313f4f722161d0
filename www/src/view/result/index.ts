// Shows the headline, the cost and the download buttons of a result.

import './style.css';
import type { Actions } from '../../actions';
import { openDangers } from '../../dangers';
import { el, shown } from '../../dom';
import { costSummary, count, number, sentence } from '../../format';
import type { Result, Store } from '../../state';

const COPIED_MS = 2_000;

export function mountResult(root: HTMLElement, store: Store, actions: Actions): void {
  const headline = el('h2', { class: 'result_headline' });
  const spent = el('p', { class: 'result_spent' });
  const copy = el('button', {
    class: 'button',
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
  const take = el('button', {
    class: 'button button_main',
    text: 'Download main.tf',
    attributes: { type: 'button' },
    on: { click: () => actions.download() },
  });
  const folder = el('button', {
    class: 'button',
    text: 'Download as zip',
    attributes: { type: 'button' },
    on: { click: () => actions.downloadFolder() },
  });
  const assumed = el('ul', { class: 'result_assumed' });
  const ask = el('button', {
    class: 'button button_small',
    text: 'Ask a model instead',
    attributes: { type: 'button' },
    on: {
      click: () => actions.generate(true),
    },
  });
  const change = el('button', {
    class: 'button',
    text: 'Ask for a change',
    attributes: { type: 'button' },
    on: { click: () => actions.change(true) },
  });
  const undone = el('p', { class: 'result_undone', attributes: { role: 'alert' } });
  root.append(
    el('div', {}, headline, spent, assumed, ask, undone),
    el('div', { class: 'result_actions' }, take, folder, copy, change),
  );

  store.watch(
    (state) => state.result,
    (result) => {
      shown(root, result !== null);
      if (result === null) return;
      headline.textContent = ending(result);
      const isBlocked = openDangers(result).length > 0;
      for (const button of [take, folder, copy]) button.disabled = isBlocked;
      const why = result.failure?.message ?? '';
      undone.textContent = why === '' ? '' : `The last change could not be applied: ${why}.`;
      spent.textContent = costSummary(result.report);
      const assumptions = result.report.assumptions;
      shown(ask, assumptions !== null || result.report.cached !== null);
      assumed.replaceChildren(
        // A report that an earlier version stored has neither.
        ...[result.report.statement ?? []].flat().map((text) => el('li', { text: sentence(text) })),
        ...(result.report.understood ?? []).map(({ text, result, addresses }) =>
          el('li', { text: `“${text}”: ${result} (${addresses.join(', ')})` }),
        ),
        ...(assumptions ?? []).map((text) => el('li', { text: sentence(text) })),
      );
    },
  );
}

function ending(result: Result): string {
  const {
    report,
    fixState: {
      shown: { problems, findings, suppressed },
    },
  } = result;
  const dangers = openDangers(result).length;
  const open = [
    problems.length > 0 ? count(problems.length, 'problem') : '',
    findings.length > 0 ? count(findings.length, 'open finding') : '',
    dangers > 0 ? `${count(dangers, 'danger')} to accept` : '',
  ]
    .filter((text) => text !== '')
    .join(' and ');
  const rest = suppressed.length > 0 ? `, ${number(suppressed.length)} suppressed` : '';
  if (open !== '') return open + rest;
  return report.end === 'failed' ? 'Stopped early: incomplete' : `No open findings${rest}`;
}
