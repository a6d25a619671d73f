/**
 * `npm run soak -- --polls N --refetches R --seed S`: the equivalent of weeks of polls, on a clock that goes on by itself.
 * With `--sockets`: over real sockets. Each prints its counts as one JSON line, and ends with 1 if something grew.
 *
 * Run without the optimizing compiler and with all byte code kept (see package.json), or V8's own code grows for weeks.
 */
await import(process.argv.includes('--sockets') ? './sockets.js' : './weeks.js');

export {};
