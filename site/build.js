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
  writeFileSync(file, withLinks(page, readFileSync(join(repository, page), 'utf8')));
}
cpSync(join(repository, 'docs/pictures'), join(out, 'pictures'), { recursive: true });
await bundlePlayground(join(out, 'public/playground'));
// VitePress fails where a link leads to no page.
await build(site);
