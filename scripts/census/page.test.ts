import { expect, test } from 'vitest';
import { withFound } from './page.ts';

const page = `before

<!-- census -->

old

<!-- end of the census -->

between

<!-- census --core -->

older

<!-- end of the census -->
`;

test('what a run has found replaces what the same run found before, and nothing else', () => {
  expect(withFound(page, 'census', 'new')).toBe(page.replace('old\n', 'new\n'));
  expect(withFound(page, 'census --core', 'new')).toBe(page.replace('older', 'new'));
});

test('a run that the page does not show is refused', () => {
  expect(() => withFound(page, 'census --full', 'new')).toThrow('no place for what `census --full` finds');
  expect(() => withFound('<!-- census -->\n', 'census', 'new')).toThrow('no place');
});
