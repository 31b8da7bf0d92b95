/** The worker of a page of steps that were read out of a tree. */
import type { Scope } from '../../answering.ts';
import { answerIn } from '../../answering.ts';
import { makePrograms } from '../../systems/programs.ts';
import { withPrologues } from '../../systems/prologues.ts';

// Sound because this script is started as a worker.
answerIn(globalThis as unknown as Scope, withPrologues(makePrograms));
