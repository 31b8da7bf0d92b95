/** The mutants of statuses of Ps. */
import { procEdits } from '../../../facts/program/testing/proc-edits.ts';
import { among } from './edit.ts';
import type { MutantEdits } from './edit.ts';

const known = among(procEdits);

export const procsMutants: MutantEdits = {
  'proc-acquired-in-section': {
    none: 'who calls acquirep has taken the P from the idle list before, and that is the driver',
  },
  'dead-procs-not-readied': { edits: known('traceAdvance does not ready dead Ps') },
  'proc-statuses-without-worldsema': {
    edits: known('traceAdvance gives worldsema back before it readies dead Ps'),
  },
  'proc-statuses-not-written': { edits: known('traceAdvance writes no statuses of Ps') },
  'proc-idle-before-event': { edits: known('releasep gives the P away before its event') },
  'resize-never-ends': {
    edits: [
      {
        file: 'proc.go',
        from: '\tfor i := old; i < nprocs; i++ {\n\t\tpp := allp[i]\n',
        to: '\tfor i := old; i < nprocs; {\n\t\tpp := allp[i]\n',
      },
    ],
  },
};
