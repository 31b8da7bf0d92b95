import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { functionsPage } from './functions.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

test('docs/functions.md is what the sources say; else run npx tsx scripts/functions.ts', () => {
  expect(read('docs/functions.md')).toBe(functionsPage());
});

// By the schema of the Citation File Format 1.2.0: required keys, keys that it knows, and their types.
test('CITATION.cff has what the format asks for, and the version of the package', () => {
  const keys = new Map<string, string>();
  for (const [, key = '', value = ''] of read('CITATION.cff').matchAll(/^([a-z-]+): *(.*)$/gm)) {
    expect(keys.has(key), `${key} twice`).toBe(false);
    keys.set(key, value.replace(/^"(.*)"$/, '$1'));
  }
  for (const required of ['cff-version', 'message', 'title', 'authors'])
    expect([...keys.keys()]).toContain(required);
  const known =
    'abstract authors cff-version commit contact date-released doi identifiers keywords license license-url';
  const more =
    'message preferred-citation references repository repository-artifact repository-code title type url version';
  expect([...keys.keys()].filter((key) => !`${known} ${more}`.split(' ').includes(key))).toEqual([]);
  const { version, license } = JSON.parse(read('package.json')) as { version: string; license: string };
  expect(keys.get('cff-version')).toBe('1.2.0');
  expect(keys.get('type')).toBe('software');
  expect([keys.get('version'), keys.get('license')]).toEqual([version, license]);
  for (const url of ['url', 'repository-code']) expect(keys.get(url)).toMatch(/^https:\/\/\S+$/);
  expect(read('CITATION.cff')).toMatch(/^authors:\n {2}- name: \S.*$/m);
  // YAML takes these for syntax where a plain value begins with them or has `: ` in it.
  for (const [key, value] of keys)
    if (!read('CITATION.cff').includes(`${key}: "`)) expect(value).not.toMatch(/^[`@%&*!|{[]|: /);
});
