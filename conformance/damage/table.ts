/** Who notices which damage, as rows of a table for people. */
import type { JudgedRow, JudgedTable } from '../judged-table.ts';
import type { Case } from './suite.ts';
import { ownJudges } from './suite.ts';

export const damageTable: JudgedTable = {
  about: ['damage'],
  judges: [...ownJudges.map(({ name }) => name), 'Go'],
  total: 'noticed',
  nothing: '·',
};

/** Asks the own judges; `go` has for each case whether Go's reader refuses it, or is null where Go was not asked. */
export const damageRows = (cases: readonly Case[], go: readonly boolean[] | null): readonly JudgedRow[] =>
  cases.map((damaged, index) => ({
    about: [damaged.name],
    noticed: [
      ...ownJudges.map(({ notices }) => notices(damaged)),
      ...(go === null ? [] : [go[index] === true ? 'refused' : null]),
    ],
  }));
