import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileError, oneLine } from './errors.ts';

test('why a file cannot be read is told without system call and path', () => {
  const why = (path: string): string => {
    try {
      readFileSync(path);
      return 'it can';
    } catch (error) {
      return fileError(error);
    }
  };
  expect(why('no-such-file')).toBe('no such file or directory');
  expect(why('cli')).toBe('it is a directory');
  expect(why('package.json/x')).toBe('not a directory');
  // As Node says them of files that no test can rely on.
  expect(fileError(new Error("EACCES: permission denied, open '/a, b'"))).toBe('permission denied');
  expect(fileError(new Error('ENOSPC: no space left on device, write'))).toBe('no space left on device');
  expect(fileError(new Error('something else, write'))).toBe('something else, write');
});

// JSON.parse quotes what it met, tabs and ends of lines as they are.
test('a message is one line, whatever of a file it quotes', () => {
  expect(oneLine('no JSON (in "a":\t1,\n  "b" there)')).toBe('nosplit: no JSON (in "a": 1, "b" there)\n');
});
