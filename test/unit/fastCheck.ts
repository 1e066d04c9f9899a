/**
 * fast-check, for tests that draw their values at random. Each run draws others, so that the tests find more from day to day.
 * `npm test` sets a seed (`FUZZ_SEED`): there the same code always has the same result.
 */
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- every test takes it from here
import fc from 'fast-check';

const seed = process.env.FUZZ_SEED;
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

export default fc;
