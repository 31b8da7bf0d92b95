/** What two trees have differently: functions, and the statements in them that are no part of the rest in every tree. */
import type { Row } from '../align.ts';
import { differingRows } from '../align.ts';
import type { Place } from '../fact.ts';
import { classify, wordsOf } from './classify.ts';
import type { ReadShapes } from './read.ts';
import type { Entry, Shape } from './shape.ts';
import { knownReasons } from './vocabulary.ts';

export interface ChangedStatement {
  readonly line: number;
  /** In our own words: `stores trace.gen ← 0`. */
  readonly says: string;
  /** `step: core`, or why it is no part. */
  readonly class: string;
}

export interface ChangedFunction {
  readonly name: string;
  /** Where it stands; null where a tree lacks it. */
  readonly old: Place | null;
  readonly new: Place | null;
  readonly statements: readonly Row<ChangedStatement>[];
}

/** The functions and types whose shapes differ, in the order of the newer tree. */
export function changedFunctions(old: ReadShapes, now: ReadShapes): ChangedFunction[] {
  const names = new Set([...now.shapes.keys(), ...old.shapes.keys()]);
  return [...names].flatMap((name): ChangedFunction[] => {
    const [before, after] = [old.shapes.get(name), now.shapes.get(name)];
    if (before?.digest === after?.digest) return [];
    const rows = differingRows(toldOf(before, old), toldOf(after, now), ({ key }) => key);
    const plain = (one: Told | null): ChangedStatement | null =>
      one === null ? null : { line: one.line, says: one.says, class: one.class };
    return [
      {
        name,
        old: placeOf(before),
        new: placeOf(after),
        statements: rows.map((row) => ({ old: plain(row.old), new: plain(row.new) })),
      },
    ];
  });
}

interface Told extends ChangedStatement {
  readonly key: string;
}

const placeOf = (shape: Shape | undefined): Place | null =>
  shape === undefined ? null : { file: shape.file, line: shape.line };

function toldOf(shape: Shape | undefined, { slices }: ReadShapes): Told[] {
  if (shape === undefined) return [];
  const classes = classify(shape, slices.has(shape.name));
  return shape.entries.map(({ depth, digest, text, line }: Entry, index): Told => {
    const one = classes[index] ?? { step: 'core' };
    return {
      key: `${depth} ${digest}`,
      line,
      says: named(shape, wordsOf(text)),
      class: 'step' in one ? `step: ${one.step}` : `no part: ${knownReasons[one.noPart]}`,
    };
  });
}

const named = ({ names }: Shape, text: string): string =>
  text
    .replace(/\$\w+(?:\.\d+)?/g, (id) => names.get(id) ?? (id.startsWith('$receiver') ? 'its receiver' : '…'))
    .replace(/…+/g, '…');
