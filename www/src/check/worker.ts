// Checks, scans and fixes beside the page, so that no program, however long, holds the page up.

import { loadWhole, trouble, type Engine } from '../engine';
import { asked } from '../mending';
import type { Wishes } from '../mending';
import type { Answered, Asked, Checked } from './task';

/** A worker's own scope, as far as it is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage(answer: Answered): void;
}

const scope = globalThis as unknown as Scope;

let engine: Promise<Engine> | null = null;
let schema: Promise<void> | null = null;

scope.onmessage = ({ data: { id, folder, task } }) => {
  void answer(folder, task).then(
    (part) => scope.postMessage({ id, ...part }),
    (thrown: unknown) => scope.postMessage({ id, failure: trouble(thrown) }),
  );
};

async function answer(
  folder: string, task: Asked['task'],
): Promise<{ checked: Checked } | { report: ReturnType<Engine['readReport']> }> {
  engine ??= loadWhole();
  const module = await engine;
  if (task.kind === 'report') return { report: module.readReport(task.text) };
  // Without the schema less is checked, which the notes say; the next check asks for it again.
  schema ??= module.load('aws-5', folder);
  await schema.catch(() => { schema = null; });
  for (const pack of lacking(module, task.code)) await module.load(pack, folder).catch(() => {});
  return { checked: check(module, task.code, task.wishes) };
}

/** What is too long to be read lacks nothing: the check says why. */
function lacking(module: Engine, code: string): ReturnType<Engine['lacking']> {
  try {
    return module.lacking(code);
  } catch {
    return [];
  }
}

function check(module: Engine, code: string, wishes: Wishes): Checked {
  const start = performance.now();
  const problems = module.validate(code);
  const findings = module.scan(code);
  const [options, otherwise] = asked(null, wishes);
  const shown = module.fix(code, options);
  const ms = performance.now() - start;
  return { problems, findings, both: { shown, other: module.fix(code, otherwise) }, ms };
}
