// Adds deployability diagnostics to the problems of a result.

import { capital } from '../format';
import type { DeployDiagnostic, FixResult, Problem } from '../types';

/** Returns a result whose problems hold its deployability diagnostics. */
export function withDeploy<T extends Pick<FixResult, 'problems' | 'deploy'>>(result: T): T {
  const { diagnostics } = result.deploy;
  return { ...result, problems: [...result.problems, ...diagnostics.map(deployProblem)] };
}

/** A deployability diagnostic in the shape of a problem. */
export function deployProblem(diagnostic: DeployDiagnostic): Problem {
  const { id, severity, address, start, message, outcome } = diagnostic;
  return {
    // The kinds of problems are those of Terraform; a list only compares them.
    kind: id as Problem['kind'],
    summary: capital(outcome),
    address,
    start,
    end: { line: start.line, column: start.column + 1 },
    message,
    severity,
    judgedBy: null,
  };
}
