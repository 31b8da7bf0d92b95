import { expect, test } from 'vitest';
import { isBuilt } from './platform.ts';

const linux = { goos: 'linux', goarch: 'amd64' };
const none: ReadonlySet<string> = new Set();
const tagged = (constraint: string): string =>
  `// Copyright.\n\n/* several\nlines */\n\n//go:build ${constraint}\n\npackage runtime\n`;

test.each([
  ['trace.go', true],
  ['os_linux.go', true],
  ['os_darwin.go', false],
  ['sys_linux_amd64.go', true],
  ['sys_linux_arm64.go', false],
  ['sys_darwin_amd64.go', false],
  ['asm_amd64.go', true],
  ['asm_arm64.go', false],
  // The first part of a name is no suffix, and neither is an unknown word.
  ['linux.go', true],
  ['trace_helper.go', true],
])('%s is built on linux/amd64: %s', (file, expected) => {
  expect(isBuilt(file, 'package runtime\n', linux, none)).toBe(expected);
});

test.each([
  ['linux', true],
  ['!linux', false],
  ['race', false],
  ['!race', true],
  ['unix && !cgo', false],
  ['windows || (linux && amd64)', true],
  ['windows || linux && arm64', false],
  ['!(windows || darwin)', true],
  ['go1.21 && gc', true],
  ['goexperiment.swissmap', false],
])('//go:build %s holds on linux/amd64: %s', (constraint, expected) => {
  expect(isBuilt('a.go', tagged(constraint), linux, none)).toBe(expected);
});

test('an experiment that is on by itself holds, and android builds what linux builds', () => {
  expect(isBuilt('a.go', tagged('goexperiment.swissmap'), linux, new Set(['swissmap']))).toBe(true);
  expect(isBuilt('a_linux.go', tagged('linux'), { goos: 'android', goarch: 'arm64' }, none)).toBe(true);
});

test('a constraint counts above the package clause only', () => {
  expect(isBuilt('a.go', 'package runtime\n\n//go:build windows\n', linux, none)).toBe(true);
});
