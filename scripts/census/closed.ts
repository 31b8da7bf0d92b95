/** What the closed reading says of edits: it knows the edited function, or it does not. */
import type { ReadTree } from '../../facts/index.ts';
import { UnrecognizedShape, designOf, readTree, reasonAt } from '../../facts/index.ts';
import { behaviourOf } from '../../model/index.ts';
import type { Edit } from './edits.ts';
import { withEdits } from './tree.ts';

export type Closed =
  | { readonly kind: 'refused'; readonly at: string }
  | { readonly kind: 'no part'; readonly why: string }
  /** It takes the tree for the known one, and does not say why. */
  | { readonly kind: 'same' };

/** Edits of as many functions as this are read at once: each changes the shape of its own function, and of no other. */
const BATCH = 60;

const knownOrder = 'order of statements of which one only sets locals that the other does not use';

/** By edit. `told` hears how many are done. */
export async function closedAnswers(
  dir: string,
  before: ReadTree,
  edits: readonly Edit[],
  told: (done: number) => void,
): Promise<ReadonlyMap<Edit, Closed>> {
  const answers = new Map<Edit, Closed>();
  for (const batch of batches(edits)) {
    for (const [edit, answer] of await batchAnswers(dir, before, batch)) answers.set(edit, answer);
    told(answers.size);
  }
  return answers;
}

/** Lists of edits of which no two are of one function. */
function batches(edits: readonly Edit[]): Edit[][] {
  const open: { readonly edits: Edit[]; readonly functions: Set<string> }[] = [];
  for (const edit of edits) {
    const fits = open.find((one) => one.edits.length < BATCH && !one.functions.has(edit.func));
    if (fits === undefined) open.push({ edits: [edit], functions: new Set([edit.func]) });
    else {
      fits.edits.push(edit);
      fits.functions.add(edit.func);
    }
  }
  return open.map((one) => one.edits);
}

/** What is unknown with all edits, and what is with those that are known: where one disturbs another, each is read alone. */
async function batchAnswers(
  dir: string,
  before: ReadTree,
  batch: readonly Edit[],
): Promise<readonly (readonly [Edit, Closed])[]> {
  const alone = async (): Promise<readonly (readonly [Edit, Closed])[]> => {
    const answers: (readonly [Edit, Closed])[] = [];
    for (const edit of batch) answers.push(...(await batchAnswers(dir, before, [edit])));
    return answers;
  };
  const after = await readOrRefused(dir, batch);
  if (after instanceof UnrecognizedShape)
    return batch.length > 1 ? alone() : batch.map((edit) => [edit, refusedAt(after)]);
  const unknown = new Map(after.comparison.unknown.map((one) => [one.name, one]));
  const isEdited = new Set(batch.map(({ func }) => func));
  if (batch.length > 1 && [...unknown.keys()].some((name) => !isEdited.has(name))) return alone();
  const refused = batch.flatMap((edit): (readonly [Edit, Closed])[] => {
    const found = unknown.get(edit.func) ?? (batch.length === 1 ? after.comparison.unknown[0] : undefined);
    return found === undefined ? [] : [[edit, refusedAt(found)]];
  });
  const known = batch.filter((edit) => !refused.some(([one]) => one === edit));
  if (known.length === 0) return refused;
  const rest = known.length === batch.length ? after : await readOrRefused(dir, known);
  if (rest instanceof UnrecognizedShape || designKey(rest) !== designKey(before)) {
    if (batch.length > 1) return alone();
    const found = rest instanceof UnrecognizedShape ? rest : rest.facts;
    // Another design is none that an edit of one statement should make; whoever sees one here has to look at it.
    const answer: Closed = found instanceof UnrecognizedShape ? refusedAt(found) : { kind: 'same' };
    return batch.map((edit) => [edit, answer]);
  }
  const answers = known.map((edit) => [edit, whyKnown(edit, before, rest)] as const);
  if (batch.length === 1) return [...refused, ...answers];
  // An edit above in the same file moves the lines of those below.
  const found: (readonly [Edit, Closed])[] = [];
  for (const one of answers)
    found.push(...(one[1].kind === 'same' ? await batchAnswers(dir, before, [one[0]]) : [one]));
  return [...refused, ...found];
}

async function readOrRefused(dir: string, edits: readonly Edit[]): Promise<ReadTree | UnrecognizedShape> {
  return withEdits(dir, edits, async () => {
    try {
      return await readTree(dir);
    } catch (error) {
      if (error instanceof UnrecognizedShape) return error;
      throw error;
    }
  });
}

const refusedAt = ({ file, line }: { readonly file: string; readonly line: number }): Closed => ({
  kind: 'refused',
  at: `${file}:${line}`,
});

const designKey = ({ facts }: ReadTree): string =>
  facts instanceof UnrecognizedShape ? `refused: ${facts.message}` : behaviourOf(designOf(facts));

function whyKnown(edit: Edit, before: ReadTree, after: ReadTree): Closed {
  // Lines of the tree after the edit are those before it, but for what is below in the same file.
  // A statement that is there twice may be no part the second time, below itself.
  const places = edit.kind === 'duplicate' ? [edit, { ...edit, line: edit.last + 1 }] : [edit];
  const why =
    reasonAt(before.comparison, edit) ??
    places.map((place) => reasonAt(after.comparison, place)).find((found) => found !== null);
  if (why !== undefined) return { kind: 'no part', why };
  // Nothing of either is left out, and the canonical order of both trees is the same.
  return edit.kind === 'swap' ? { kind: 'no part', why: knownOrder } : { kind: 'same' };
}
