import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contents, placeOf, titles } from '../contents.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} page */
const titleOf = (page) =>
  titles[page] ?? /^# (.*)$/m.exec(readFileSync(`${repository}${page}`, 'utf8'))?.[1] ?? page;

const sidebar = contents.map(({ text, pages }) => ({
  text,
  items: pages.map((page) => ({
    text: titleOf(page),
    link: `/${placeOf(page).replace(/(index)?\.md$/, '')}`,
  })),
}));

export default {
  title: 'nosplit',
  description: "A model checker for Go's execution tracer, and for your own protocols",
  lang: 'en',
  base: process.env['SITE_BASE'] ?? '/',
  srcDir: 'dist/pages',
  outDir: 'dist/site',
  cacheDir: 'dist/cache',
  lastUpdated: false,
  markdown: { theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } },
  themeConfig: {
    outline: [2, 3],
    search: {
      provider: 'local',
      // The name of the button has all of its text, for those who say what they see: the key is behind it.
      options: { translations: { button: { buttonText: 'Search ', buttonAriaLabel: 'Search K' } } },
    },
    sidebar,
    nav: [
      { text: 'Tutorial', link: sidebar[0]?.items[0]?.link ?? '/' },
      { text: 'Playground', link: '/playground/index.html', target: '_self' },
      { text: 'Reference', link: '/reference' },
      { text: 'Limits', link: '/limits' },
    ],
    socialLinks: [{ icon: 'github', link: 'https://github.com/nosplit/nosplit' }],
  },
};
