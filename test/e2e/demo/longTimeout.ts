import { jest } from '@jest/globals';

/** n8n polls once a minute, and on a busy machine n8n takes longer to start. */
jest.setTimeout(600_000);
