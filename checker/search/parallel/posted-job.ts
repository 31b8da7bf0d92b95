/**
 * A job as it is posted to a thread: of each array the shared buffer, and where in it the array lies. Deno walks through each element of
 * an array that it hands to a thread, and finds no end of the table's; a buffer it hands on as it is.
 */
import type { Job } from './protocol.ts';

const kinds = { Int32Array, Float64Array, Uint8Array, Uint16Array };
type Kind = keyof typeof kinds;
type Column = InstanceType<(typeof kinds)[Kind]>;

interface PostedArray<A extends Column> {
  readonly kind: Kind;
  readonly buffer: A['buffer'];
  readonly offset: number;
  readonly length: number;
}

/** As what it is posted, arrays as {@link PostedArray}. */
type Posted<T> = { readonly [K in keyof T]: T[K] extends Column ? PostedArray<T[K]> : T[K] };
type Store = Posted<Job['store']>;
export type PostedJob = Posted<Omit<Job, 'store'>> & { readonly store: Store };

/** The job without arrays. */
export const posted = ({ store, ...job }: Job): PostedJob => ({
  ...withoutArrays(job),
  store: withoutArrays(store),
});

/** The job with its arrays, over the same memory. */
export function received({ store, ...job }: PostedJob): Job {
  // Sound because it undoes what `posted` did, whose types say what each part was.
  return { ...withArrays(job), store: withArrays(store) } as unknown as Job;
}

function withoutArrays<T extends object>(parts: T): Posted<T> {
  const shown = Object.entries(parts).map(([name, part]: [string, unknown]) => [
    name,
    isColumn(part) ? placeOf(part) : part,
  ]);
  // Sound because each part that is an array, and no other, is replaced.
  return Object.fromEntries(shown) as Posted<T>;
}

function withArrays(parts: object): object {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]: [string, unknown]) => [
      name,
      isPosted(part) ? arrayOf(part) : part,
    ]),
  );
}

const isColumn = (part: unknown): part is Column => Object.values(kinds).some((kind) => part instanceof kind);

const isPosted = (part: unknown): part is PostedArray<Column> =>
  typeof part === 'object' && part !== null && 'buffer' in part && 'offset' in part;

function placeOf(column: Column): PostedArray<Column> {
  const { buffer, byteOffset: offset, length } = column;
  // Sound because it is one of these.
  const kind = column.constructor.name as Kind;
  return { kind, buffer, offset, length };
}

const arrayOf = ({ kind, buffer, offset, length }: PostedArray<Column>): Column =>
  new kinds[kind](buffer, offset, length);
