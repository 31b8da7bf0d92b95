/** The worker of the page: it has the systems that are built in. */
import type { Scope } from '../answering.ts';
import { answerIn } from '../answering.ts';
import { make } from '../specs.ts';

// Sound because this script is started as a worker.
answerIn(globalThis as unknown as Scope, make);
