// Lists the panels of the Generate screen's workspace.

import type { Panel } from './view/workspace';

/** Panels of the workspace by area; the first of an area is shown first. */
export const PANELS: readonly Panel[] = [
  { id: 'outline', label: 'Summary', area: 'left' },
  { id: 'code', label: 'Code', area: 'centre' },
  { id: 'compare', label: 'Changes', area: 'centre' },
  { id: 'graph', label: 'Diagram', area: 'centre' },
  { id: 'answers', label: 'Answers', area: 'centre' },
  {
    id: 'open',
    label: 'Open',
    area: 'right',
    count({ result }) {
      const shown = result?.fixState.shown;
      return shown && shown.problems.length + shown.findings.length;
    },
  },
  {
    id: 'fixed',
    label: 'Fixed',
    area: 'right',
    count: ({ result }) => result?.fixState.shown.changes.length,
  },
  {
    id: 'apply',
    label: 'Before you apply',
    area: 'right',
    count({ result }) {
      const shown = result?.fixState.shown;
      return (
        shown &&
        shown.variables.length + shown.notes.length + (result.report.assumptions?.length ?? 0)
      );
    },
  },
  { id: 'cost', label: 'Cost', area: 'right' },
  {
    id: 'suppressed',
    label: 'Suppressed',
    area: 'right',
    count: ({ result }) => result?.fixState.shown.suppressed.length,
  },
];

/** Order of the panels in a narrow window. */
export const NARROW = [
  'outline',
  'code',
  'open',
  'fixed',
  'graph',
  'apply',
  'compare',
  'cost',
  'answers',
  'suppressed',
];
