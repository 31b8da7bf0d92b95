import type { Lock } from './acquire-shape.ts';
import { knownFunction } from './acquire-shape.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Fact, Place } from './fact.ts';
import { lineOf } from './go-source.ts';
import type { GoFunction, GoSource } from './go-source.ts';

export interface Assumptions {
  readonly facts: readonly Fact<true>[];
  /** The model's actions with the line of the statement that each stands for. */
  readonly actions: readonly (readonly [action: string, place: Place])[];
}

/**
 * What no release ever changed and the model therefore has built in. A tree that changes one of these is not the
 * protocol that would be checked, so it is refused.
 */
export function checkAssumptions(source: GoSource, lock: Lock): Assumptions {
  const checked = orders(lock).map((order) => checkOrder(source, order));
  const inSlots = (struct: string, field: string, count: number, meaning: string): Fact<true> =>
    checkSlots(source, struct, field, count, meaning);
  return {
    facts: [
      ...checked.map(({ fact }) => fact),
      inSlots('mTraceState', 'buf', 2, 'a buffer per M and parity of the generation'),
      inSlots('traceSchedResourceState', 'seq', 2, 'a sequence counter per parity of the generation'),
      inSlots('traceSchedResourceState', 'statusTraced', 3, 'a status flag per generation modulo 3'),
    ],
    actions: checked.flatMap(({ actions }) => actions),
  };
}

interface Order {
  readonly name: string;
  readonly within: string;
  /** Found in lines of the function, each below the one before; with the model's action that the line is, if it is one. */
  readonly lines: readonly (readonly [RegExp, action?: string])[];
  /** Which of them stands for the fact. */
  readonly decides: number;
  readonly meaning: string;
}

function orders(lock: Lock): Order[] {
  const isUp = lock === 'seqlock' ? /\.trace\.seqlock\.Load\(\)%2 != 0/ : /if \w+\.trace\.writing\.Load\(\)/;
  const up = lock === 'seqlock' ? /\.trace\.seqlock\.Add\(1\)/ : /\.trace\.writing\.Store\(true\)/;
  const down = lock === 'seqlock' ? /\.trace\.seqlock\.Add\(1\)/ : /\.trace\.writing\.Store\(false\)/;
  return [
    {
      name: 'start publishes last',
      within: 'StartTrace',
      lines: [
        [/semacquire\(&traceAdvanceSema\)/],
        [/trace\.enabled = true/, 'StartEnable'],
        [/trace\.gen\.Store\(/, 'StartPublish'],
      ],
      decides: 2,
      meaning: 'until the generation is stored, an acquire loads 0 and undoes itself',
    },
    {
      name: 'stop order',
      within: 'traceAdvance',
      lines: [
        [/trace\.shutdown\.Store\(true\)/],
        [/trace\.gen\.Store\(0\)/, 'StopStoreGen'],
        [/trace\.enabled = false/, 'StopClearEnabled'],
      ],
      decides: 1,
      meaning: 'between the two stores, acquires still pass traceEnabled and load generation 0',
    },
    {
      name: 'advance order',
      within: 'traceAdvance',
      lines: [
        [/semacquire\(&traceAdvanceSema\)/],
        [/trace\.gen\.Store\(traceNextGen\(/, 'AdvanceStoreGen'],
        [/lock\(&sched\.lock\)/, 'AdvanceSnapshot'],
        [/:= allm\b/],
        [/:= sched\.freem\b/],
        [/unlock\(&sched\.lock\)/],
        [isUp, 'AdvanceReadFlag'],
        [/lock\(&trace\.lock\)/],
        [/traceBufFlush\(/, 'AdvanceFlush'],
        [/unlock\(&trace\.lock\)/],
        [/trace\.flushedGen\.Store\(/, 'AdvanceFlushedGen'],
        [/semacquire\(&trace\.doneSema\[/, 'AdvanceDone'],
        [/semrelease1\(&traceAdvanceSema/],
      ],
      decides: 6,
      meaning:
        'the generation moves, then each M is flushed once its lock is seen down, then the reader is awaited',
    },
    {
      name: 'thread exit',
      within: 'traceThreadDestroy',
      lines: [[up], [/lock\(&trace\.lock\)/], [/traceBufFlush\(/], [/unlock\(&trace\.lock\)/], [down]],
      decides: 0,
      meaning: 'a dead M is locked while its buffers are flushed',
    },
    {
      name: 'reader order',
      within: 'readTrace0',
      lines: [
        [/trace\.flushedGen\.Load\(\) == /],
        [/trace\.readerGen\.Store\(trace\.gen\.Load\(\)\)/, 'ReaderNextGen'],
        [/semrelease\(&trace\.doneSema\[/],
      ],
      decides: 1,
      meaning: 'the reader takes its next generation before it lets traceAdvance go on',
    },
  ];
}

function checkOrder(
  source: GoSource,
  order: Order,
): { readonly fact: Fact<true>; readonly actions: readonly (readonly [string, Place])[] } {
  const declared = knownFunction(source, order.within);
  const { file } = declared;
  const actions: [string, Place][] = [];
  let place: Place = declared;
  let below = declared.line;
  for (const [index, [pattern, action]] of order.lines.entries()) {
    const line = lineWith(declared, pattern, below);
    if (line === null) {
      const after = index === 0 ? '' : ` below line ${below}`;
      throw new UnrecognizedShape(declared.name, declared, `${order.name}: no ${readable(pattern)}${after}`);
    }
    below = line;
    if (action !== undefined) actions.push([action, { file, line }]);
    if (index === order.decides) place = { file, line };
  }
  return {
    fact: { name: order.name, value: true, file, line: place.line, meaning: order.meaning },
    actions,
  };
}

function checkSlots(
  source: GoSource,
  struct: string,
  field: string,
  count: number,
  meaning: string,
): Fact<true> {
  const declared = source.structs.get(struct)?.fields.get(field);
  if (declared?.type.startsWith(`[${count}]`) !== true) {
    const place = declared ?? source.structs.get(struct) ?? { file: 'traceruntime.go', line: 1 };
    throw new UnrecognizedShape(`${struct}.${field}`, place, `it has not ${count} slots`);
  }
  return { name: `${field} slots`, value: true, file: declared.file, line: declared.line, meaning };
}

/** The first line of a function below the given one that matches, comments left out; null if none does. */
export function lineWith(
  declared: GoFunction,
  pattern: RegExp,
  below: number = declared.line,
): number | null {
  const first = lineOf(declared.body);
  const lines = withoutComments(declared.body.text).split('\n');
  const index = lines.findIndex((line, at) => first + at > below && pattern.test(line));
  return index < 0 ? null : first + index;
}

/** The text with its comments blanked out, line breaks kept. A string that holds // or the like stays as it is. */
function withoutComments(text: string): string {
  return text.replace(/"(?:\\.|[^"\\\n])*"|`[^`]*`|\/\/.*|\/\*[\s\S]*?\*\//g, (token) =>
    token.startsWith('/') ? token.replace(/[^\n]/g, ' ') : token,
  );
}

/** The pattern as the Go text it looks for. */
function readable(pattern: RegExp): string {
  return `'${pattern.source
    .replace(/\\b|\\w\+|\\s\*/g, '')
    .replace(/\\/g, '')
    .replace(/^if |^:= /, '')}'`;
}
