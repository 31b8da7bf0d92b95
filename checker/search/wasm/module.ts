/** The module of an engine: its functions, and how they call each other. */
import { subjectOf } from '../../evaluate/property.ts';
import type { RecordField } from '../../language/schema.ts';
import { roomFor } from '../generated/inner-loop.ts';
import type { Code, Signature } from './encoder.ts';
import { moduleBytes } from './encoder.ts';
import { flushFunction } from './flush.ts';
import { imported, imports } from './imports.ts';
import type { Judging } from './judging.ts';
import { judgeFunction, reachFunction } from './judging.ts';
import type { Making } from './steps.ts';
import { stepFunctions } from './steps.ts';
import { expandFunction, fillFunction } from './table.ts';

export interface MemoryShape {
  /** Of the memory, 64 KiB each. */
  readonly pages: number;
  /** Bytes of an entry of the action column. */
  readonly actionBytes: number;
  /** Whether other threads have it, too. */
  readonly shared: boolean;
}

/** The bytes of a module that exports `expand(from, to)` and `fill(from, to)`. */
export function moduleOf<S extends RecordField>(
  making: Making<S>,
  judging: Judging,
  { pages, actionBytes, shared }: MemoryShape,
): Uint8Array {
  const { program, layout, addresses } = making;
  const shape = { words: layout.words, actionBytes, shared };
  const functions: (Signature & { readonly code: Code; readonly name?: string })[] = [];
  /** Adds a function, and returns its number. */
  const add = (code: Code, params: number, results: number, name?: string): number =>
    imports.length + functions.push({ params, results, code, ...(name === undefined ? {} : { name }) }) - 1;
  const { properties, situations, groups } = judging;
  const reach = situations.length === 0 ? null : add(reachFunction(judging, addresses), 1, 0);
  const isJudged = properties.length + situations.length + groups.length > 0;
  const judge = isJudged ? add(judgeFunction(judging, addresses, reach), 2, 0) : null;
  const flush = add(flushFunction(shape, addresses, judge), 1, 0);
  const step = stepFunctions(making).map((code) => add(code, 3, 1));
  const ends = program.properties.some(([, property]) => subjectOf(property) === 'end');
  const expanding = {
    ...{ step, flush, room: roomFor(program.instances) },
    ended: ends ? imported('ended') : null,
    verify: program.symmetric ? imported('verify') : null,
  };
  add(expandFunction(shape, addresses, expanding), 2, 1, 'expand');
  add(fillFunction(shape, addresses), 2, 0, 'fill');
  return moduleBytes({ pages, shared, imports, functions });
}
