// One item in, one result out: the work that every host of this folder maps, unchanged.
//
//   { id, program }        scanned and fixed, at no tokens
//   { id, request }        what it would cost
//   { id, request, key }   generated, on the quota of the key; its ledger is the key's own

import { fix, generate, preview, scan } from 'infragenie';

/** Does one item; what is wrong with it is its result, and holds no other up. */
export async function work({ id, program, request, key }) {
  try {
    if (program !== undefined) {
      const findings = await scan(program);
      const { code, changes, problems, findings: left } = await fix(program);
      return {
        id, found: findings.length, changes: changes.length, problems: problems.length,
        left: left.length, code,
      };
    }
    if (key === undefined) {
      const { plan, fromTemplates } = await preview(request);
      return {
        id, tokens: fromTemplates ? 0 : plan.promptTokens,
        cap: fromTemplates ? 0 : plan.maxCompletionTokens,
      };
    }
    for await (const event of generate(request, key)) {
      if (event.event !== 'done') continue;
      const { end, used, code, failure } = event.report;
      return { id, end, tokens: used.totalTokens, code, failure: failure?.message ?? null };
    }
    throw new Error('the run ended without a report');
  } catch (error) {
    return { id, failed: error.kind ?? 'internal', message: error.message };
  }
}

/** Everything that items need is loaded: so that the first is as fast as the others. */
export async function warm() {
  await fix('resource "aws_iam_role_policy" "a" {\n  policy = "{}"\n}\n');
  await preview('s3 bucket');
}
