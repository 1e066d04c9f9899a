import { join } from 'node:path';

/** The folder of this clone. */
export const cloneFolder = join(__dirname, '..');

/** Git-ignored folder that holds everything `npm start` keeps: n8n's database, the sandbox's storage, logs. */
export const dataFolder = join(cloneFolder, '.n8n-data');

/** Absolute path of a file of this clone. */
export const inClone = (...parts: string[]): string => join(cloneFolder, ...parts);
