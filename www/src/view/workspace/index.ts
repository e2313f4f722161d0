// Arranges the panels of a workspace in areas with tabs.
//
// A wide window has three areas; a narrow one shows all panels in one row of tabs.

import './style.css';
import { byId, el } from '../../dom';
import type { State, Store } from '../../state';

export type Area = 'left' | 'centre' | 'right';

/** A panel, which is an element of index.html with the id `panel_ID`. */
export interface Panel {
  readonly id: string;
  readonly label: string;
  readonly area: Area;
  /** Number behind the label; null or 0 shows none. */
  readonly count?: (state: State) => number | null | undefined;
}

export interface Workspace {
  /** Shows a panel. */
  select(id: string): void;
}

const AREAS = ['left', 'centre', 'right'] as const satisfies readonly Area[];
const NAMES: Readonly<Record<Area, string>> = {
  left: 'Outline',
  centre: 'Configuration',
  right: 'Findings and notes',
};
const NARROW = '(max-width: 59.99rem)';

/** Mounts the panels; in a narrow window they are tabs in the order of `narrow`. */
export function mountWorkspace(
  root: HTMLElement,
  store: Store,
  panels: readonly Panel[],
  narrow: readonly string[],
): Workspace {
  const media = matchMedia(NARROW);
  const tabs = new Map(panels.map((panel) => [panel.id, tabOf(panel, store)]));
  const chosen = new Map<Area, string>();
  for (const { area, id } of panels) if (!chosen.has(area)) chosen.set(area, id);
  let last = narrow[0] ?? '';
  const areas = AREAS.map((area) => {
    const own = panels.filter((panel) => panel.area === area);
    const list = el('div', {
      class: 'workspace_tabs',
      attributes: { role: 'tablist', 'aria-label': NAMES[area] },
    });
    const body = el('div', { class: 'workspace_body' });
    return {
      area,
      own,
      list,
      element: el('div', { class: `workspace_area is-${area}` }, list, body),
      body,
    };
  });
  for (const { own, body } of areas) {
    for (const { id } of own) {
      const panel = byId(`panel_${id}`);
      panel.classList.add('workspace_panel');
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', `tab_${id}`);
      body.append(panel);
    }
  }
  const all = el('div', {
    class: 'workspace_tabs is-all',
    attributes: { role: 'tablist', 'aria-label': 'Parts' },
  });
  root.append(all, ...areas.map(({ element }) => element));

  const shownIn = (area: Area): string => (media.matches ? last : (chosen.get(area) ?? ''));
  const mark = (): void => {
    root.classList.toggle('is-narrow', media.matches);
    for (const { area, own, element } of areas) {
      const current = shownIn(area);
      element.hidden = media.matches && own.every(({ id }) => id !== last);
      for (const { id } of own) {
        const isOn = id === current;
        byId(`panel_${id}`).hidden = !isOn;
        const tab = tabs.get(id);
        tab?.setAttribute('aria-selected', String(isOn));
        if (tab !== undefined) tab.tabIndex = isOn ? 0 : -1;
      }
    }
    // A panel that was hidden may have been filled before it had a size.
    dispatchEvent(new Event('panelshown'));
  };
  const arrange = (): void => {
    const of = (ids: readonly string[]) => ids.flatMap((id) => tabs.get(id) ?? []);
    all.replaceChildren(...(media.matches ? of(narrow) : []));
    for (const { own, list, area } of areas) {
      list.replaceChildren(...(media.matches ? [] : of(own.map(({ id }) => id))));
      list.hidden = media.matches || own.length < 2 || area === 'left';
    }
    all.hidden = !media.matches;
    mark();
  };
  const workspace: Workspace = {
    select(id) {
      const panel = panels.find((one) => one.id === id);
      if (panel === undefined) return;
      chosen.set(panel.area, id);
      last = id;
      mark();
      if (media.matches) tabs.get(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
  };
  for (const [id, tab] of tabs) {
    tab.addEventListener('click', () => workspace.select(id));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      const row = [...(tab.parentElement?.querySelectorAll('button') ?? [])];
      const next = row[(row.indexOf(tab) + step + row.length) % row.length];
      event.preventDefault();
      next?.click();
      next?.focus();
    });
  }
  media.addEventListener('change', arrange);
  arrange();
  return workspace;
}

function tabOf({ id, label, count }: Panel, store: Store): HTMLButtonElement {
  const amount = el('span', { class: 'workspace_count' });
  const tab = el(
    'button',
    {
      class: 'workspace_tab',
      attributes: { type: 'button', role: 'tab', id: `tab_${id}`, 'aria-controls': `panel_${id}` },
    },
    label,
    amount,
  );
  if (count !== undefined) {
    store.watch(count, (value) => {
      amount.textContent = value == null || value === 0 ? '' : ` ${value}`;
    });
  }
  return tab;
}
