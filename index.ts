export * from './checker/index.ts';
export * from './model/index.ts';
