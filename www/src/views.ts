// Mounts the views of the Generate screen.

import type { Actions } from './actions';
import { dangersOf } from './dangers';
import { byId } from './dom';
import type { Engine } from './engine';
import { openRow } from './rows';
import { derived, type State, type Store } from './state';
import { statusOf } from './status';
import { mountChanges } from './view/changes';
import { mountCode } from './view/code';
import { mountComparison } from './view/comparison';
import { mountCosts } from './view/costs';
import { mountDangers } from './view/dangers';
import { mountEstimate } from './view/estimate';
import { mountFindings } from './view/findings';
import { mountForecast } from './view/forecast';
import { mountGraph } from './view/graph';
import { mountKey } from './view/key';
import { mountNav } from './view/nav';
import { mountNetwork } from './view/network';
import { mountOutline } from './view/outline';
import { mountQuota } from './view/quota';
import { mountRequest } from './view/request';
import { mountResult } from './view/result';
import { announcement, mountFailure, mountRun } from './view/run';
import { mountSend } from './view/send';
import { mountShortcuts } from './view/shortcuts';
import { mountSuppressed } from './view/suppressed';
import { mountVariables, mountVariablesStrip } from './view/variables';
import type { Workspace } from './view/workspace';

/** Name of the file that the page shows and saves. */
export const FILE_NAME = 'main.tf';

/** Mounts the views in their elements, and announces progress. */
export function mountViews(
  store: Store,
  actions: Actions,
  engine: Engine,
  workspace: Workspace,
): void {
  mountRequest(byId('request'), store, actions);
  mountKey(byId('key'), store, actions);
  mountSend(byId('send'), store, actions);
  mountForecast(byId('forecast'), store, actions, engine.estimate);
  mountCosts(byId('costs'), store);
  mountRun(byId('run'), store, actions);
  mountFailure(byId('failure'), store);
  mountDangers(
    byId('dangers'),
    store,
    dangersOfResult,
    actions.result.goToLine,
    actions.acceptDanger,
  );
  mountResult(byId('result'), store, actions);
  const shown = (state: State) => state.result?.fixState.shown;
  mountEstimate(
    byId('estimate'),
    store,
    ({ result }) =>
      result === null
        ? null
        : {
            code: result.fixState.shown.code,
            before: result.before,
            request: result.report.request,
          },
    async ({ code, before, request }) => {
      const found = await engine.estimate(code, before, request);
      store.set({ estimate: { code, estimate: found.estimate } });
      return found;
    },
    actions.result.goToLine,
  );
  mountOutline(
    byId('outline'),
    store,
    derived(
      (state: State) => state.result,
      ({ fixState: { shown: current } }) => ({
        code: current.code,
        added: current.added,
        files: [{ name: FILE_NAME, line: 1 }],
      }),
    ),
    engine.graph,
    actions.result.goToLine,
  );
  mountCode(byId('code'), store, shown, FILE_NAME, (key) => {
    workspace.select('open');
    openRow(byId('findings'), key);
  });
  mountGraph(
    byId('graph'),
    store,
    (state) => shown(state)?.code,
    engine.graph,
    actions.result.goToLine,
  );
  mountComparison(byId('comparison'), store);
  mountVariables(byId('todo'), store, actions);
  mountVariablesStrip(byId('variables'), store, () => workspace.select('apply'));
  mountFindings(byId('findings'), store, shown, actions.result);
  mountSuppressed(byId('suppressed'), store, (state) => shown(state)?.suppressed);
  mountChanges(byId('changes'), store, (state) => state.result?.fixState, actions.result);
  mountQuota(byId('quota'), store);
  mountNav(byId('nav'), store);
  mountNetwork(byId('network'), store, actions);
  mountShortcuts(byId('keys'), store, (id) => workspace.select(id));
  const announcer = byId('announcer');
  store.watch(
    (state) => state.run?.phase,
    (phase, { run, result }) => {
      if (phase === 'running') workspace.select('answers');
      if (phase === 'done') announcer.textContent = statusOf(store.get()).text;
      if (phase === 'done' && (run?.isShown === true || result !== null)) workspace.select('code');
    },
  );
  store.watch(
    (state) => state.run?.entries.at(-1),
    (entry, { models }) => {
      announcer.textContent = entry === undefined ? '' : announcement(entry, models);
    },
  );
}

/** The dangers of the last result; the same value as long as the result is the same. */
const dangersOfResult = derived(
  (state: State) => state.result,
  (result) => ({ all: dangersOf(result), accepted: result.accepted }),
);
