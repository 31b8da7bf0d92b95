/** The run and its system in words: of the command line, and of a test. */
import type { Spec } from '../../data.ts';
import * as state from '../state.ts';

/** The command that replays this run. */
export function commandOf(): string {
  const [run, embedded] = [state.run.value, state.page.value];
  const { base, without } = state.spec.value;
  const own =
    base.kind === 'tracer' && typeof base.design === 'string'
      ? [base.bounds, '--design', base.design]
      : base.kind === 'tracer' && typeof base.design === 'object' && 'mutant' in base.design
        ? [base.bounds, '--mutant', base.design.mutant]
        : base.kind === 'example'
          ? [
              '--model',
              base.name,
              ...Object.entries(base.params).flatMap(([key, value]) => ['--set', `${key}=${String(value)}`]),
            ]
          : (embedded?.words ?? []);
  const words = ['nosplit', 'replay', run?.id ?? '', ...own];
  const text = words
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return without.length === 0
    ? text
    : `${text} # of the system without ${without.join(', ')}, which only the page has`;
}

/** What a test imports, and how it makes the system; null for one that it cannot. */
export function testSource({ base, without }: Spec): readonly [imports: string, expression: string] | null {
  const wrap = (expression: string): string =>
    without.length === 0 ? expression : `without(${expression}, ${JSON.stringify(without)})`;
  const also = without.length === 0 ? '' : "import { without } from 'nosplit/checker';\n";
  if (base.kind === 'tracer')
    return [
      `${also}import { tracerOf } from 'nosplit/model';`,
      wrap(`tracerOf(${JSON.stringify({ design: base.design, bounds: base.bounds })})`),
    ];
  return null;
}
