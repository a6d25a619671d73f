/** The embedded Electric, in a process of its own. */
import { EmbeddedElectric } from 'nestjs-common-code/testing';

const { url, databaseUrl } = await EmbeddedElectric.start();
process.on('disconnect', () => process.exit());
process.send?.({ url, databaseUrl });
