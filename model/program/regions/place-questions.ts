/** Questions about where a thread is and what it keeps there, asked once of its places and answered by their numbers. */
import { compiled } from '../../../checker/index.ts';
import type { Thread, ThreadPlace } from '../steps/thread.ts';

/** What a thread's record keeps. */
export type Kept = Readonly<{ [local: string]: number }>;
export type At = Kept & { readonly at: number };

/** A question about places as one about their numbers. */
export function ofPlaces(
  thread: Thread,
  at: ReadonlyMap<number, number>,
): (is: (place: ThreadPlace) => boolean) => (number: number) => boolean {
  return (is) => {
    const answers: boolean[] = [];
    for (const place of thread.places) answers[at.get(place.index) ?? 0] = is(place);
    return (number) => answers[number] === true;
  };
}

/** The field that holds one of these locals at a place; empty where none is kept. */
export function kept({ fields }: Thread, place: ThreadPlace, locals: readonly string[]): string {
  const wanted = new Set(locals.map(fields.same));
  return [...place.fields].find(([, local]) => wanted.has(local))?.[0] ?? '';
}

/** A look at a field that may be another at each place; 0 where there is none. */
export function eachField(
  thread: Thread,
  at: ReadonlyMap<number, number>,
  fieldAt: (place: ThreadPlace) => string,
): (record: At) => number {
  const fields: string[] = [];
  for (const place of thread.places) fields[at.get(place.index) ?? 0] = fieldAt(place);
  const [only = ''] = thread.places.map(fieldAt).filter((field) => field !== '');
  // A field that is not kept is 0, so that one that holds nothing else does for all places.
  if (thread.places.every((place) => place.fields.has(only) === (fieldAt(place) === only)))
    return getter(only);
  return (record) => {
    const field = fields[record.at] ?? '';
    return field === '' ? 0 : (record[field] ?? 0);
  };
}

export const getter = (field: string): ((thread: Kept) => number) => look(field === '' ? '0' : `T.${field}`);

/**
 * A look at fields whose names are known only now: a property by a variable name is slow where states are judged. Sound because `text` is
 * made of names of fields and numbers.
 */
export const look = (text: string): ((thread: Kept) => number) =>
  compiled('program-look', {}, `return (T) => ${text};`) as ReturnType<typeof look>;
