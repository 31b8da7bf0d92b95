/** Go's golden tests of its trace reader: an archive of what is expected and of a trace in text form. Source: internal/trace/testtrace. */
import { unquoteGo } from './go-string.ts';

/** What a reader is expected to do with the trace; `failure` is a regular expression that its message matches. */
export type Expectation =
  { readonly kind: 'success' } | { readonly kind: 'failure'; readonly failure: string };

export interface GoldenTest {
  readonly expect: Expectation;
  /** The text form of the trace, for encodeText. */
  readonly trace: string;
}

/** Reads a `.test` file. Throws a SyntaxError where it is none. */
export function readGoldenTest(text: string): GoldenTest {
  const found = /^-- expect --\n(.*)\n-- trace --\n([\s\S]*)$/.exec(text);
  const [, expect = '', trace = ''] = found ?? [];
  if (found === null) {
    throw new SyntaxError('a golden test is "-- expect --", one line, "-- trace --" and the text of a trace');
  }
  return { expect: expectationOf(expect), trace };
}

/** The `.test` file of that trace in text form, the inverse of readGoldenTest. */
export const writeGoldenTest = ({ expect, trace }: GoldenTest): string =>
  `-- expect --\n${expect.kind === 'success' ? 'SUCCESS' : `FAILURE ${JSON.stringify(expect.failure)}`}\n-- trace --\n${trace}`;

function expectationOf(line: string): Expectation {
  if (line === 'SUCCESS') return { kind: 'success' };
  const quoted = /^FAILURE (.*)$/.exec(line)?.[1];
  if (quoted === undefined) throw new SyntaxError(`'${line}' is neither SUCCESS nor FAILURE "pattern"`);
  return { kind: 'failure', failure: new TextDecoder().decode(unquoteGo(quoted)) };
}
