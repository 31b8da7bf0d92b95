/** The state of a log: that of programs, as plain objects. */
import type { Draft } from '../../checker/index.ts';
import type { ProgramSchema } from '../../model/index.ts';

export type LogState = Draft<ProgramSchema>;
export type LogM = ReturnType<LogState['m']['at']>;
