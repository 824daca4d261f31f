import fc from 'fast-check';

/**
 * Property tests draw the same cases on every run, so that a red build is about the change and not about luck.
 * `FC_SEED=$RANDOM npm run test:unit` explores others; what it finds becomes a test of its own.
 */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20261124) });
