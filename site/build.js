// Builds the site: the pages of the repository with their links changed, the playground, and VitePress around them.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { bundlePlayground } from '../scripts/bundle-playground.js';
import { pages, placeOf } from './contents.js';
import { withLinks } from './links.js';

const site = fileURLToPath(new URL('.', import.meta.url));
const repository = join(site, '..');
const out = join(site, 'dist/pages');

rmSync(join(site, 'dist'), { recursive: true, force: true });
for (const page of pages) {
  const file = join(out, placeOf(page));
  mkdirSync(dirname(file), { recursive: true });
  // The pages of the library have its comments, which the reports for the review have not.
  const source = page.startsWith('api/') ? join(repository, 'build', page) : join(repository, page);
  writeFileSync(file, withLinks(page, readFileSync(source, 'utf8')));
}
cpSync(join(repository, 'docs/pictures'), join(out, 'pictures'), { recursive: true });
await bundlePlayground(join(out, 'public/playground'));
// VitePress fails where a link leads to no page.
await build(site);
