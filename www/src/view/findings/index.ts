// What is left open: problems that Terraform would refuse, then findings of the scan, worst first.

import './style.css';
import { el, shown } from '../../dom';
import type { Intents } from '../../intents';
import type { Store } from '../../state';
import type { Finding, Mended, Place, Problem } from '../../types';
import { number, SEVERITIES } from '../../words';

/** More than this no one reads, and a list of all could be endless. */
const ITEMS_MAX = 200;

const REMEDIES: Readonly<Record<Finding['remedy'], string>> = {
  free: 'Can be mended for free.',
  companion: 'Needs a companion resource.',
  offered: 'Has a remedy that costs money or changes behaviour: it is yours to choose.',
  none: 'Needs your decision.',
};

export function mountFindings(root: HTMLElement, store: Store, intents: Intents): void {
  const heading = el('h3', { class: 'label' });
  const list = el('ul', { class: 'findings_list' });
  const rest = el('p', { class: 'note' });
  root.append(heading, list, rest);
  store.watch((state) => state.result?.shown, (mended) => {
    const { problems, findings } = mended ?? NOTHING;
    const all = [...problems.map(problemItem), ...bySeverity(findings).map(findingItem)];
    shown(root, all.length > 0);
    heading.textContent = `Left open (${number(all.length)})`;
    list.replaceChildren(...all.slice(0, ITEMS_MAX).map((make) => make(intents)));
    shown(rest, all.length > ITEMS_MAX);
    rest.textContent = `and ${number(all.length - ITEMS_MAX)} more`;
  });
}

/** An item is made only when it is shown. */
type Make = (intents: Intents) => HTMLElement;

const NOTHING: Pick<Mended, 'problems' | 'findings'> = { problems: [], findings: [] };

function bySeverity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) =>
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
}

function problemItem({ summary, message, place }: Problem): Make {
  return (intents) => el('li', { class: 'findings_item is-problem' },
    el('p', { class: 'findings_head' }, mark('problem'), lineButton(place, intents)),
    el('p', { class: 'findings_wrong', text: summary }),
    el('p', { class: 'findings_why', text: message }));
}

function findingItem(finding: Finding): Make {
  const { id, severity, address, place, wrong, why, remedy } = finding;
  return (intents) => el('li', { class: `findings_item is-${severity}` },
    el('p', { class: 'findings_head' }, mark(severity), el('code', { text: address }),
      lineButton(place, intents)),
    el('p', { class: 'findings_wrong', text: wrong }),
    el('p', { class: 'findings_why', text: `${why} ${REMEDIES[remedy]}` }),
    el('p', { class: 'findings_id', text: id }));
}

function mark(level: string): HTMLElement {
  return el('span', { class: `findings_mark is-${level}`, text: level });
}

function lineButton({ line }: Place, intents: Intents): HTMLElement {
  return el('button', {
    class: 'findings_line', text: `line ${line}`, attributes: { type: 'button' },
    on: { click: () => intents.goToLine(line) },
  });
}
