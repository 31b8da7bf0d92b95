/** Words that take a hand-made tree, which is no release: each of its shapes is accepted, and that it lacks the others. */
import { knownShapes } from '../../facts/closed/known.ts';
import { shapesForKnown } from '../../facts/index.ts';

/** Of several trees together; each shape once. */
export async function accepting(...trees: readonly string[]): Promise<string[]> {
  const words = new Set<string>();
  for (const tree of trees) {
    const { shapes } = (await shapesForKnown(tree)).read;
    for (const { name, digest } of shapes.values()) words.add(`${name}@${digest}`);
    for (const name of knownShapes().functions.keys()) if (!shapes.has(name)) words.add(`${name}@none`);
  }
  return [...words].flatMap((shape) => ['--accept', shape]);
}
