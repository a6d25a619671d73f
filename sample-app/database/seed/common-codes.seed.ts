import { FINANCE } from './finance.seed.js';
import { GROUPS } from './groups.seed.js';
import { HARMONIZED_SYSTEM } from './harmonized-system.seed.js';
import { calendarSeed, currencySeed, languageSeed, scriptSeed, worldRegionSeed } from './intl.seed.js';
import { monthSeed, numberingSystemSeed, timeZoneSeed, unitSeed, weekdaySeed } from './intl-formats.seed.js';
import { countrySeed, formerCountrySeed, subdivisionSeed } from './iso.seed.js';
import { LOGISTICS } from './logistics.seed.js';
import { REGIONS_KR } from './regions-kr.seed.js';
import type { SeedRow } from './seed-row.js';
import { SHOP } from './shop.seed.js';
import { STANDARDS } from './standards.seed.js';

/** All codes that an empty table is filled with: some 7,500 real ones in 32 groups. */
export function commonCodeSeed(): SeedRow[] {
  return [
    ...GROUPS,
    ...SHOP,
    ...FINANCE,
    ...LOGISTICS,
    ...STANDARDS,
    ...HARMONIZED_SYSTEM,
    ...REGIONS_KR,
    ...countrySeed(),
    ...formerCountrySeed(),
    ...subdivisionSeed(),
    ...worldRegionSeed(),
    ...currencySeed(),
    ...languageSeed(),
    ...scriptSeed(),
    ...timeZoneSeed(),
    ...calendarSeed(),
    ...monthSeed(),
    ...weekdaySeed(),
    ...unitSeed(),
    ...numberingSystemSeed(),
  ];
}
