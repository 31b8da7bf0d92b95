/** The worker of a page of examples. */
import type { Scope } from '../../answering.ts';
import { answerIn } from '../../answering.ts';
import { makeExample } from '../../systems/examples.ts';

// Sound because this script is started as a worker.
answerIn(globalThis as unknown as Scope, makeExample);
