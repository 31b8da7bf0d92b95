import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// The site is built by `npm run site`, which needs packages that `npm ci` does not install. Here is what it is made from.
const root = fileURLToPath(new URL('..', import.meta.url));
const { pages, placeOf, titles } = (await import(`${root}site/contents.js`)) as {
  readonly pages: readonly string[];
  readonly placeOf: (page: string) => string;
  readonly titles: Readonly<Record<string, string>>;
};
const { withLinks } = (await import(`${root}site/links.js`)) as {
  readonly withLinks: (page: string, text: string) => string;
};

test('the site has every page of docs, once, each at a place of its own', () => {
  const docs = ['docs', 'docs/findings'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  );
  expect(docs.length).toBeGreaterThan(30);
  expect(pages.filter((page) => page.startsWith('docs/')).toSorted()).toEqual(docs.toSorted());
  expect(pages.filter((page) => !existsSync(join(root, page)))).toEqual([]);
  expect(pages).toEqual(expect.arrayContaining(Object.keys(titles)));
  expect(new Set(pages.map(placeOf)).size).toBe(pages.length);
});

test('a link leads to the page in the site, or to the file in the repository', () => {
  const from = (page: string, link: string): string => withLinks(page, `[a](${link})`).slice(4, -1);
  expect(from('README.md', 'docs/check.md')).toBe('./check.md');
  expect(from('docs/check.md', 'liveness.md#what-is-shown')).toBe('./liveness.md#what-is-shown');
  expect(from('docs/check.md', '../checker/README.md')).toBe('./checker.md');
  expect(from('docs/findings/bug-a.md', '../../README.md')).toBe('../index.md');
  expect(from('checker/README.md', '../docs/liveness.md')).toBe('./liveness.md');
  expect(from('README.md', 'docs/findings')).toBe('./findings/index.md');
  expect(from('docs/check.md', '../examples/mutex.ts')).toBe(
    'https://github.com/nosplit/nosplit/blob/main/examples/mutex.ts',
  );
  expect([from('README.md', '#a'), from('README.md', 'https://go.dev')]).toEqual(['#a', 'https://go.dev']);
  expect(withLinks('README.md', '<img src="docs/pictures/a.svg">')).toBe('<img src="./pictures/a.svg">');
  expect(withLinks('docs/check.md', '```\n[a](b.md)\n```\n')).toBe('```\n[a](b.md)\n```\n');
});

test('every link of the site between its pages leads to a page of it', () => {
  const links = pages.flatMap((page) =>
    [...withLinks(page, readFileSync(join(root, page), 'utf8')).matchAll(/\]\((\.[^()\s#]+\.md)/g)].map(
      ([, link = '']) => join(placeOf(page), '..', link),
    ),
  );
  expect(links.length).toBeGreaterThan(100);
  const places = new Set(pages.map(placeOf));
  expect(links.filter((link) => !places.has(link))).toEqual([]);
});
