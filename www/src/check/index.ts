// Runs the Check screen: editor, diagnostics, fixes, reports. Loaded on demand.

import type { CheckActions, FixActions } from '../actions';
import { latestOnly } from '../async';
import { byId } from '../dom';
import { saveFile } from '../download';
import type { Engine } from '../engine';
import { toAppError } from '../errors';
import { fixActionsFor } from '../fix-controller';
import { createFixCosts } from '../fix-costs';
import { EMPTY_SELECTION, type FixSelection, fixStateOf } from '../fix-selection';
import { count, number } from '../format';
import type { IncomingFile, Platform, TabMark } from '../host';
import { type Check, derived, type State, type Store, type Verdict } from '../state';
import type { Problem } from '../types';
import { mountAsk } from '../view/ask';
import { mountChanges } from '../view/changes';
import { mountDangers } from '../view/dangers';
import { type Editor, mountEditor } from '../view/editor';
import { mountEstimate } from '../view/estimate';
import { mountFixed } from '../view/fixed';
import { mountFixedSummary } from '../view/fixed_summary';
import { mountGraph } from '../view/graph';
import { mountImports } from '../view/imports';
import { mountIntake } from '../view/intake';
import { mountOutline } from '../view/outline';
import { mountSuppressed } from '../view/suppressed';
import { mountVerdict } from '../view/verdict';
import { mountWorkspace, type Panel } from '../view/workspace';
import { CHARS_MAX, editorText, isReport, isZip, oversized, readFiles } from './files';
import { lineName, splitFiles } from './parts';
import { companionsOf, downloadOf, type OpenedProject } from './project';

/** Pause in typing before a check starts, in milliseconds. */
const REST_MS = 180;
const REPORTS_MAX = 20;
/** Maximum marks that are added to a tab. */
const MARKS_MAX = 300;

/** A tab whose changed files are the text. */
interface Marked {
  readonly text: string;
  readonly tab: number;
  /** Sentence about the files that were read. */
  readonly note: string;
}

/** Mounts the views of the screen. */
export function startCheck(
  store: Store,
  engine: Engine,
  { readTab, markTab }: Pick<Platform, 'readTab' | 'markTab'>,
  change: (code: string, request: string) => void,
): CheckActions {
  const fixState = (state: State) => state.check.verdict?.fixState;
  let editor: Editor | null = null;
  const workspace = mountWorkspace(byId('checked'), store, PANELS, NARROW);
  const actions = createCheckActions(store, engine, { readTab, markTab }, change, () => {
    workspace.select('editor');
    return editor;
  });
  mountIntake(byId('intake'), store, actions);
  editor = mountEditor(byId('editor'), store, actions);
  const names = lineNames(store);
  mountOutline(
    byId('checked_outline'),
    store,
    derived(
      (state) => state.check.verdict?.fixState.base,
      (code) => ({
        code,
        added: [],
        files: splitFiles(code).map(({ name, head }) => ({ name, line: Math.max(1, head) })),
      }),
    ),
    engine.graph,
    actions.fixActions.goToLine,
  );
  mountDangers(
    byId('checked_dangers'),
    store,
    derived(
      (state) => state.check.verdict,
      ({ safety }) => ({ all: safety, accepted: [] }),
    ),
    actions.fixActions.goToLine,
    () => {},
  );
  mountSuppressed(byId('checked_suppressed'), store, (state) => state.check.verdict?.suppressed);
  mountVerdict(byId('verdict'), store, actions.fixActions, names);
  mountGraph(
    byId('checked_graph'),
    store,
    (state) => fixState(state)?.base,
    engine.graph,
    actions.fixActions.goToLine,
  );
  mountFixedSummary(byId('fixed_summary'), store, actions);
  mountAsk(byId('checked_ask'), store, actions);
  mountEstimate(
    byId('checked_estimate'),
    store,
    (state) => {
      const found = fixState(state);
      return found === undefined
        ? null
        : { code: found.shown.code, before: found.base, request: '' };
    },
    ({ code, before, request }) => engine.estimate(code, before, request, actions.companions()),
    (line) => goToFixed(line),
  );
  const fixed = mountFixed(byId('fixed'), store);
  const goToFixed = (line: number): void => {
    workspace.select('checked_fixed');
    fixed.goToLine(line);
  };
  mountChanges(byId('fixed_changes'), store, fixState, {
    ...actions.fixActions,
    goToLine: goToFixed,
    showLine: goToFixed,
  });
  mountImports(byId('imports'), store, actions, (address) => {
    const line = lineOf(store.get(), address);
    if (line === null) return null;
    return { name: names(line), go: () => actions.fixActions.goToLine(line) };
  });
  return actions;
}

/** Panels of the workspace by area; the first of an area is shown first. */
const PANELS: readonly Panel[] = [
  { id: 'checked_outline', label: 'Files', area: 'left' },
  { id: 'editor', label: 'Editor', area: 'centre' },
  { id: 'checked_fixed', label: 'Fixed configuration', area: 'centre' },
  { id: 'checked_graph', label: 'Diagram', area: 'centre' },
  {
    id: 'verdict',
    label: 'Findings',
    area: 'right',
    count: ({ check: { verdict } }) => verdict && verdict.problems.length + verdict.findings.length,
  },
  {
    id: 'checked_changes',
    label: 'Fixed',
    area: 'right',
    count: ({ check: { verdict } }) => verdict?.fixState.shown.changes.length,
  },
  { id: 'checked_cost', label: 'Cost', area: 'right' },
  {
    id: 'checked_suppressed',
    label: 'Suppressed',
    area: 'right',
    count: ({ check: { verdict } }) => verdict?.suppressed.length,
  },
  { id: 'imports', label: 'Reports', area: 'right', count: ({ reports }) => reports.length },
];

/** Order of the panels in a narrow window. */
const NARROW = [
  'editor',
  'verdict',
  'checked_fixed',
  'checked_changes',
  'checked_graph',
  'checked_cost',
  'checked_outline',
  'checked_suppressed',
  'imports',
];

function createCheckActions(
  store: Store,
  engine: Engine,
  { readTab, markTab }: Pick<Platform, 'readTab' | 'markTab'>,
  change: (code: string, request: string) => void,
  editor: () => Editor | null,
): CheckActions {
  const note = (part: Partial<Check>): void => {
    store.set({ check: { ...store.get().check, ...part } });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let text = '';
  /** Reads the text of the editor, which `text` follows after a pause. */
  let current = (): string => text;
  let selection: FixSelection = EMPTY_SELECTION;
  /** The files that the text of the editor came from. */
  let opened: OpenedProject = new Map();
  /** The tab whose changed files are the text, to be marked there. */
  let marked: Marked | null = null;
  const ask = latestOnly(engine.check);

  const check = async (): Promise<void> => {
    if (text.trim() === '') {
      selection = EMPTY_SELECTION;
      note({ verdict: null, failure: null, isChecking: false });
      return;
    }
    if (text.length > CHARS_MAX) {
      const message =
        `the configuration has ${text.length} characters; ` + `at most ${CHARS_MAX} are read`;
      note({ verdict: null, failure: { kind: 'too_long', message, until: null } });
      return;
    }
    note({ isChecking: true });
    const [code, wanted] = [text, selection];
    try {
      const checked = await ask(code, wanted, companionsOf(opened));
      // A newer text or selection is being checked; its own result follows.
      if (checked === null || code !== text || wanted !== selection) return;
      const { problems, findings, safety, suppressed, pair, ms } = checked;
      const before = store.get().check.verdict?.fixState;
      const known = before?.base === code ? before.changes : [];
      const fixState = fixStateOf(code, null, wanted, pair, known);
      const verdict = { problems, findings, safety, suppressed, fixState, ms };
      note({ verdict, failure: null, isChecking: false });
      if (marked?.text === code) await showMarks(marked, verdict);
    } catch (thrown) {
      if (code === text) note({ failure: toAppError(thrown), isChecking: false });
    }
  };
  /** Marks the changed files in their tab, and says how many findings are shown there. */
  const showMarks = async ({ text: code, tab, note: read }: Marked, found: Verdict) => {
    const marks = marksOf(code, found);
    // A tab that was left or closed cannot be marked.
    const shown = await markTab?.(tab, marks.slice(0, MARKS_MAX)).catch(() => 0);
    const all = count(marks.length, 'finding');
    note({ notes: [read, `${number(shown ?? 0)} of ${all} are shown next to their lines there.`] });
  };
  const fixActions: FixActions = {
    ...fixActionsFor((next) => {
      selection = next(selection);
      void check();
    }),
    ...createFixCosts(
      engine,
      () => store.get().check.verdict?.fixState,
      () => companionsOf(opened),
    ),
    goToLine: (line) => editor()?.goToLine(line),
    showLine: (line) => editor()?.showLine(line),
  };
  const show = (input: string): void => note({ input: { text: input }, notes: [] });
  const give = (input: string): void => {
    opened = new Map();
    show(input);
  };
  const format = async (): Promise<void> => {
    const before = current();
    try {
      const { code, problems } = await engine.format(before);
      const [problem] = problems;
      if (current() !== before) return;
      if (problem === undefined) show(code);
      else note({ notes: [`Not formatted: ${problem.message} (line ${problem.start.line}).`] });
    } catch (thrown) {
      note({ failure: toAppError(thrown) });
    }
  };
  const report = async (name: string, content: string): Promise<void> => {
    const id = Math.max(0, ...store.get().reports.map((one) => one.id)) + 1;
    const reported = await engine.readReport(content).then(
      (read) => ({ id, name, report: read, failure: null }),
      (thrown: unknown) => ({ id, name, report: null, failure: toAppError(thrown) }),
    );
    store.set({ reports: [reported, ...store.get().reports].slice(0, REPORTS_MAX) });
  };

  const open = async (files: readonly File[], origin: readonly string[] = []): Promise<void> => {
    const zips = files.filter(isZip).map(({ name }) => `Reading \`${name}\`.`);
    const refused = oversized(files);
    // A large archive takes a while, and what is too large is said at once.
    if (zips.length > 0) note({ notes: refused.length > 0 ? refused : zips });
    const read = await readFiles(files);
    if (read.programs.length > 0) {
      opened = read.project;
      show(editorText(read));
    }
    note({ notes: [...origin, ...read.notes] });
    for (const { name, text: content } of read.reports) await report(name, content);
  };
  const take = (input: IncomingFile): void => {
    if ('note' in input) note({ notes: [input.note] });
    else if (input.changes !== undefined) {
      const { tab, files } = input.changes;
      const read =
        `Read ${count(files, 'changed file')} from the tab \`${input.source}\`: the blocks that ` +
        'it shows whole. They are judged without the rest of the project.';
      marked = { text: input.text, tab, note: read };
      give(input.text);
      note({ notes: [read] });
    } else {
      const { name, text, source } = input;
      void open([new File([text], name)], [`Read \`${name}\` from the tab \`${source}\`.`]);
    }
  };

  return {
    fixActions,
    companions: () => companionsOf(opened),
    edit(read) {
      current = read;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const next = read();
        if (next === text) return;
        text = next;
        void check();
      }, REST_MS);
    },
    give,
    format: () => void format(),
    open: (files) => void open(files),
    take,
    change(request) {
      const fixed = store.get().check.verdict?.fixState.shown;
      if (fixed !== undefined) change(fixed.code, request);
    },
    readTab: readTab === null ? null : () => void readTab().then(take),
    report: (content) => void report('pasted report', content),
    isReport,
    dropReport(id) {
      store.set({ reports: store.get().reports.filter((one) => one.id !== id) });
    },
    download() {
      const fixed = store.get().check.verdict?.fixState.shown;
      if (fixed === undefined) return;
      const { name, data } = downloadOf(fixed.code, opened);
      saveFile(name, data);
    },
    async copy() {
      const fixed = store.get().check.verdict?.fixState.shown;
      if (fixed === undefined) return false;
      return navigator.clipboard.writeText(fixed.code).then(
        () => true,
        () => false,
      );
    },
  };
}

/**
 * The marks of changed files.
 *
 * What other files declare is not known there, so that nothing is said of references.
 */
function marksOf(
  code: string,
  { problems, findings }: Pick<Verdict, 'problems' | 'findings'>,
): TabMark[] {
  const parts = splitFiles(code);
  const isOfBlock = ({ kind }: Problem): boolean =>
    !/^(Undeclared|Missing(Overridden|Provider|File)|InvalidReference)/.test(kind);
  const found = [
    ...problems
      .filter(isOfBlock)
      .map(({ start, summary, message }) => ({ start, text: `${summary}: ${message}` })),
    ...findings.map(({ start, id, severity, message }) => ({
      start,
      text: `${id}, ${severity}: ${message}`,
    })),
  ];
  return found.flatMap(({ start, text }) => {
    const part = parts.findLast(({ head }) => head < start.line);
    if (part === undefined) return [];
    const line = start.line - part.head;
    return [{ path: part.name, line, text: `InfraGenie, of this block alone: ${text}` }];
  });
}

/** Returns a function that names lines; the files are split once for each text. */
function lineNames(store: Store): (line: number) => string {
  let base: string | null = null;
  let parts = splitFiles('');
  return (line) => {
    const now = store.get().check.verdict?.fixState.base ?? '';
    if (now !== base) {
      base = now;
      parts = splitFiles(now);
    }
    return lineName(parts, line);
  };
}

/** The line of a block with a diagnostic; null where it has none. */
function lineOf({ check: { verdict } }: State, address: string): number | null {
  const finding = verdict?.findings.find((one) => one.address === address);
  const problem = verdict?.problems.find((one) => one.address === address);
  return (finding ?? problem)?.start.line ?? null;
}
