// Compares two versions of a configuration from one run.

import './style.css';
import type { Comparison } from '../../compare';
import { el, shown } from '../../dom';
import type { Store } from '../../state';
import type { Report } from '../../types';
import { type Version, versionsOf } from '../../versions';

export function mountComparison(root: HTMLElement, store: Store): void {
  const frame = el('div', { class: 'comparison_frame' });
  const status = el('p', { class: 'note', attributes: { role: 'status' } });
  const from = createChoice('comparison_from', 'From', () => void show());
  const to = createChoice('comparison_to', 'To', () => void show());
  const choices = el('div', { class: 'comparison_choices' }, ...from.elements, ...to.elements);
  root.append(el('div', { class: 'comparison_head' }, choices, status), frame);
  const isSeen = (): boolean => root.closest('[role="tabpanel"][hidden]') === null;
  let comparison: Comparison | null = null;

  const show = async (): Promise<void> => {
    const [before, after] = [from.chosen(), to.chosen()];
    if (!isSeen() || before === undefined || after === undefined) return;
    try {
      const { COMPARED_CHARS_MAX, createComparison } = await import('../../compare');
      if (before !== from.chosen() || after !== to.chosen()) return;
      const isLong = Math.max(before.code.length, after.code.length) > COMPARED_CHARS_MAX;
      const isSame = before.code === after.code;
      shown(frame, !isLong);
      status.textContent = isLong
        ? 'The configuration is too long to compare here.'
        : isSame
          ? 'Both versions are identical.'
          : `Red: ${before.name}. Green: ${after.name}.`;
      if (isLong) return;
      comparison ??= createComparison(frame);
      comparison.show(before.code, after.code);
    } catch {
      status.textContent =
        'The comparison could not be loaded. Open another tab and come back to try again.';
    }
  };
  let report: Report | undefined;
  store.watch(
    (state) => state.result,
    (result, { past }) => {
      const versions = result === null ? [] : versionsOf(result, past);
      // A new run resets the choice; a fix made or undone keeps it.
      const isKept = result?.report === report;
      report = result?.report;
      from.offer(versions, 0, isKept);
      to.offer(versions, versions.length - 1, isKept);
      shown(choices, versions.length > 2);
      void show();
    },
  );
  addEventListener('panelshown', () => void show());
}

interface Choice {
  readonly elements: readonly HTMLElement[];
  chosen(): Version | undefined;
  /** Offers versions; where `isKept` is set, keeps the choice by its name if it still exists. */
  offer(versions: readonly Version[], index: number, isKept: boolean): void;
}

function createChoice(id: string, text: string, changed: () => void): Choice {
  const select = el('select', { attributes: { id }, on: { change: changed } });
  let offered: readonly Version[] = [];
  const chosen = (): Version | undefined => offered[select.selectedIndex];
  return {
    elements: [el('label', { text, attributes: { for: id } }), select],
    chosen,
    offer(versions, index, isKept) {
      const name = isKept ? chosen()?.name : undefined;
      const kept = versions.findIndex((version) => version.name === name);
      offered = versions;
      select.replaceChildren(...versions.map((version) => el('option', { text: version.name })));
      select.selectedIndex = kept < 0 ? index : kept;
    },
  };
}
