// Adds deployability diagnostics to the problems of a result.

import type { DeployDiagnostic, DeployKind, FixResult, Problem } from '../types';

/** Titles of the diagnostics by the stage of the failure. */
const SUMMARIES: Readonly<Record<DeployKind, string>> = {
  plan_refuses: 'The plan refuses this',
  aws_refuses: 'AWS refuses this',
  does_not_work: 'It applies and does not work',
};

/** Returns a result whose problems hold its deployability diagnostics. */
export function withDeploy<T extends Pick<FixResult, 'problems' | 'deploy'>>(result: T): T {
  const { diagnostics } = result.deploy;
  return { ...result, problems: [...result.problems, ...diagnostics.map(deployProblem)] };
}

/** A deployability diagnostic in the shape of a problem. */
export function deployProblem(diagnostic: DeployDiagnostic): Problem {
  const { id, kind, severity, address, start, message } = diagnostic;
  return {
    // The kinds of problems are those of Terraform; a list only compares them.
    kind: id as Problem['kind'],
    summary: SUMMARIES[kind],
    address,
    start,
    end: { line: start.line, column: start.column + 1 },
    message,
    severity,
    judgedBy: null,
  };
}
