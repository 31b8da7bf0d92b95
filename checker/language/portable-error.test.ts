import { describe, expect, test } from 'vitest';
import { InternalError, SystemError } from '../index.ts';
import { portable, revived } from './portable-error.ts';

/** The error as another thread gets it. */
const sent = (thrown: unknown): Error => revived(structuredClone(portable(thrown)));

describe('an error that passes between threads', () => {
  test('keeps the code, the fields and the cause of a SystemError', () => {
    const cause = new RangeError('no such case', { cause: new TypeError('below') });
    const at = { function: 'effect', action: 'Add', params: { p: 1 }, path: 'x', value: '4' } as const;
    const error = sent(new SystemError('effect of Add: x = 4 is outside 0..3', { code: 'write', at, cause }));
    expect(error).toBeInstanceOf(SystemError);
    expect(error).toMatchObject({ code: 'write', at, message: 'effect of Add: x = 4 is outside 0..3' });
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.cause).toMatchObject({ message: 'no such case', stack: cause.stack });
    expect((error.cause as Error).cause).toBeInstanceOf(TypeError);
  });

  test('keeps the classes of the language and of the checker, and the names of others', () => {
    for (const error of [new URIError('a'), new InternalError('b'), new Error('c')]) {
      expect(sent(error).constructor).toBe(error.constructor);
      expect(sent(error)).toMatchObject({ name: error.name, message: error.message, stack: error.stack });
    }
    class Unlucky extends Error {
      override name = 'Unlucky';
    }
    expect(sent(new Unlucky('13'))).toMatchObject({ name: 'Unlucky', message: '13' });
  });

  test('comes to an end where it is its own cause, or is no error at all', () => {
    const own = new Error('own');
    own.cause = own;
    expect(sent(own)).toMatchObject({ message: 'own', cause: { message: 'own' } });
    expect(sent('a word')).toMatchObject({ message: 'a word' });
    expect(sent(Symbol('s'))).toMatchObject({ message: 'Symbol(s)' });
    expect(sent(Object.create(null))).toMatchObject({ message: '[object Object]' });
    expect(sent(undefined)).toMatchObject({ message: 'undefined' });
  });
});
