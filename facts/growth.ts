import type { Reentry } from '../model/index.ts';
import { knownFunction } from './acquire-shape.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Fact } from './fact.ts';
import { plainText } from './go-source.ts';
import type { GoSource } from './go-source.ts';
import { lineWith } from './assumptions.ts';

/**
 * The two inner sections of a growth, which is the one place where the tracer is re-entered: the new stack's allocation
 * and the old one's release. Both acquire, write if ok, and release only then.
 */
export function readGrowth(source: GoSource, reentry: Reentry): Fact<string>[] {
  const expected = reentry === 'drop' ? 'traceTryAcquire' : 'traceAcquire';
  const section = new RegExp(
    `(\\w+):=${expected}\\(\\)\\s*if \\1\\.ok\\(\\)\\{\\s*\\1\\.\\w+\\([^{}]*?\\)\\s*traceRelease\\(\\1\\)\\s*\\}(?!else)`,
  );
  return ['stackalloc', 'stackfree'].map((name) => {
    const declared = knownFunction(source, name);
    if (!section.test(plainText(declared.body))) {
      const why = `it does not write its event between ${expected} and a traceRelease that is left out when !ok`;
      throw new UnrecognizedShape(name, declared, why);
    }
    return {
      name,
      value: expected,
      file: declared.file,
      line: lineWith(declared, new RegExp(`:= ${expected}\\(\\)`)) ?? declared.line,
      meaning:
        'an inner section of every stack growth while alloc/free events are on; nothing is released when !ok',
    };
  });
}
