import { fault } from './fault.js';

/** Polls that are never answered, because something in between has a shorter patience than Electric has. */
export const POLLS_CUT = fault('a poll that is cut', async (exchange) => {
  if (!exchange.request.live) {
    await exchange.respond(await exchange.upstream());
    return false;
  }
  await exchange.pause(20);
  exchange.cut('reset');
  return true;
});
