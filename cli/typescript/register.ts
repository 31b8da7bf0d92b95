/** Imported before anything else by a thread that loads TypeScript where Node cannot; its own threads inherit it. */
import { register } from 'node:module';

register('./hooks.js', import.meta.url);
