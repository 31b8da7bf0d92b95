import type { GoSource } from '../go-source.ts';
import type { Value } from './values.ts';
import { literal, opaque, truth } from './values.ts';

/** Values that the model gives to constants and variables of the tree, each with a reason. */
const given: Readonly<Record<string, { readonly value: Value; readonly why: string }>> = {
  raceenabled: { value: truth(false), why: 'a build without the race detector' },
  traceBytesPerNumber: {
    value: literal(1),
    why: 'a number is one unit of a buffer, and the byte of the kind another',
  },
  freeMStack: { value: literal(0), why: 'the three states of an M on freem' },
  freeMRef: { value: literal(1), why: 'the same' },
  freeMWait: { value: literal(2), why: 'the same' },
  'tracev2.NoExperiment': { value: literal(0), why: 'the stream of ordinary events is the one of the model' },
  traceNoExperiment: { value: literal(0), why: 'the same, up to 1.24' },
};

/** Packages whose names stand for kinds of events and the like. */
const kinds = /^(tracev2\.\w+|traceEv\w+)$/;

export function constantOf(source: GoSource, name: string): Value | undefined {
  if (Object.hasOwn(given, name)) return given[name]?.value;
  if (kinds.test(name)) return opaque;
  const text = source.constants.get(name)?.value;
  if (text === 'true' || text === 'false') return truth(text === 'true');
  return text !== undefined && /^\d+$/.test(text) ? literal(Number(text)) : undefined;
}
