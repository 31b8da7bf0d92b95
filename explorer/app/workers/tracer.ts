/** The worker of a page of designs of the tracer. */
import type { Scope } from '../../answering.ts';
import { answerIn } from '../../answering.ts';
import { makeTracer } from '../../systems/tracer.ts';

// Sound because this script is started as a worker.
answerIn(globalThis as unknown as Scope, makeTracer);
