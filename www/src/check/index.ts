// The part of the page that checks a program which is there already: fetched when it is opened.

import type { CheckIntents, Deeds } from '../actions';
import { place } from '../dom';
import type { Engine } from '../engine';
import type { Given, Platform } from '../host';
import { mendingOf, NO_WISHES, type Wishes } from '../fix-selection';
import { newest } from '../async';
import { saveFile } from '../download';
import type { Check, State, Store } from '../state';
import { trouble } from '../errors';
import { mountChanges } from '../view/changes';
import { mountEditor, type Editor } from '../view/editor';
import { mountGraph } from '../view/graph';
import { mountImports } from '../view/imports';
import { mountIntake } from '../view/intake';
import { mountMended } from '../view/fixed';
import { mountTaken } from '../view/fixed_summary';
import { mountVerdict } from '../view/verdict';
import { deedsBy } from '../fix-controller';
import { CHARS_MAX, isReport, joined, opened, packed, parted, placeName } from './files';

/** How long the text has to rest before it is checked, in milliseconds. */
const REST_MS = 180;
const REPORTS_MAX = 20;

/** Fills its part of the page. */
export function startCheck(
  store: Store, engine: Engine, readTab: Platform['readTab'], change: (code: string) => void,
): CheckIntents {
  const mending = (state: State) => state.check.verdict?.mending;
  let editor: Editor | null = null;
  const intents = intentsOf(store, engine, readTab, change, () => editor);
  mountIntake(place('intake'), store, intents);
  editor = mountEditor(place('editor'), store, intents);
  const names = placeNames(store);
  mountVerdict(place('verdict'), store, intents.deeds, names);
  mountGraph(place('checked_graph'), store, (state) => mending(state)?.base, engine.graph,
    intents.deeds.goToLine);
  mountTaken(place('fixed_summary'), store, intents);
  const mended = mountMended(place('fixed'), store);
  mountChanges(place('fixed_changes'), store, mending, { ...intents.deeds, ...mended });
  mountImports(place('imports'), store, intents, (address) => {
    const line = lineOf(store.get(), address);
    return line === null ? null : { name: names(line), go: () => intents.deeds.goToLine(line) };
  });
  return intents;
}

function intentsOf(
  store: Store, engine: Engine, readTab: Platform['readTab'], change: (code: string) => void,
  editor: () => Editor | null,
): CheckIntents {
  const note = (part: Partial<Check>): void => {
    store.set({ check: { ...store.get().check, ...part } });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let text = '';
  let wishes: Wishes = NO_WISHES;
  const ask = newest(engine.check);

  const check = async (): Promise<void> => {
    if (text.trim() === '') {
      wishes = NO_WISHES;
      note({ verdict: null, failure: null, isChecking: false });
      return;
    }
    if (text.length > CHARS_MAX) {
      const message = `the program has ${text.length} characters, and ${CHARS_MAX} are read`;
      note({ verdict: null, failure: { kind: 'too_long', message, until: null } });
      return;
    }
    note({ isChecking: true });
    const [code, wanted] = [text, wishes];
    try {
      const checked = await ask(code, wanted);
      // A newer text or wish is on its way, and its answer will follow.
      if (checked === null || code !== text || wanted !== wishes) return;
      const { problems, findings, both, ms } = checked;
      const before = store.get().check.verdict?.mending;
      const known = before?.base === code ? before.changes : [];
      const mending = mendingOf(code, null, wanted, both, known);
      note({ verdict: { problems, findings, mending, ms }, failure: null, isChecking: false });
    } catch (thrown) {
      if (code === text) note({ failure: trouble(thrown), isChecking: false });
    }
  };
  const deeds: Deeds = {
    ...deedsBy((next) => {
      wishes = next(wishes);
      void check();
    }),
    goToLine: (line) => editor()?.goToLine(line),
  };
  const give = (given: string): void => note({ given: { text: given }, notes: [] });
  const report = async (name: string, content: string): Promise<void> => {
    const id = Math.max(0, ...store.get().reports.map((one) => one.id)) + 1;
    const reported = await engine.readReport(content).then(
      (read) => ({ id, name, report: read, failure: null }),
      (thrown: unknown) => ({ id, name, report: null, failure: trouble(thrown) }),
    );
    store.set({ reports: [reported, ...store.get().reports].slice(0, REPORTS_MAX) });
  };

  const open = async (files: readonly File[]): Promise<void> => {
    const { programs, reports, notes } = await opened(files);
    if (programs.length > 0) give(joined(programs));
    note({ notes });
    for (const { name, text: content } of reports) await report(name, content);
  };
  const take = (given: Given): void => {
    if ('note' in given) note({ notes: [given.note] });
    else void open([new File([given.text], given.name)]);
  };

  return {
    deeds,
    edit(read) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const next = read();
        if (next === text) return;
        text = next;
        void check();
      }, REST_MS);
    },
    give,
    open: (files) => void open(files),
    take,
    change() {
      const mended = store.get().check.verdict?.mending.shown;
      if (mended !== undefined) change(mended.code);
    },
    readTab: readTab === null ? null : () => void readTab().then(take),
    report: (content) => void report('pasted report', content),
    isReport,
    dropReport(id) {
      store.set({ reports: store.get().reports.filter((one) => one.id !== id) });
    },
    download() {
      const mended = store.get().check.verdict?.mending.shown;
      if (mended === undefined) return;
      const { name, data } = packed(mended.code);
      saveFile(name, data);
    },
    async copy() {
      const mended = store.get().check.verdict?.mending.shown;
      if (mended === undefined) return false;
      return navigator.clipboard.writeText(mended.code).then(() => true, () => false);
    },
  };
}

/** Names of lines of the program that is checked; its files are looked up once for each text. */
function placeNames(store: Store): (line: number) => string {
  let base: string | null = null;
  let parts = parted('');
  return (line) => {
    const now = store.get().check.verdict?.mending.base ?? '';
    if (now !== base) {
      base = now;
      parts = parted(now);
    }
    return placeName(parts, line);
  };
}

/** The line of a block in the program that is checked, where something is found in it. */
function lineOf({ check: { verdict } }: State, address: string): number | null {
  const finding = verdict?.findings.find((one) => one.address === address);
  const problem = verdict?.problems.find((one) => one.address === address);
  return (finding ?? problem)?.place.line ?? null;
}

