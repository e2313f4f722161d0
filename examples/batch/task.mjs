// Processes one item and returns one result.
//
// Every host in this folder uses this function unchanged. The fields of an item select the work:
//
//   { id, program }        scans and fixes the program, without tokens
//   { id, request }        returns the token cost of the request
//   { id, request, key }   generates the program on the quota of the key, with a ledger per key

import { fix, generate, preview, scan } from 'infragenie';

/** Processes one item; an error becomes its result and does not stop other items. */
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

/** Loads everything that items need, so that the first is as fast as the others. */
export async function warm() {
  await fix('resource "aws_iam_role_policy" "a" {\n  policy = "{}"\n}\n');
  await preview('s3 bucket');
}
