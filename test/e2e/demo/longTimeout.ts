import { jest } from '@jest/globals';

/** A poll of n8n comes once a minute, a start of n8n takes some seconds more on a busy machine. */
jest.setTimeout(600_000);
