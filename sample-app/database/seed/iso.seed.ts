import countries from 'i18n-iso-countries';
import { iso31662, iso31663 } from 'iso-3166';
import { type SeedRow, seedRow } from './seed-row.js';

/** ISO 3166-1: countries, in the order of their Korean names. */
export function countrySeed(): SeedRow[] {
  const rows = Object.keys(countries.getAlpha2Codes()).map((code) => {
    const nameEn = countries.getName(code, 'en') ?? code;
    return seedRow('COUNTRY', code, countries.getName(code, 'ko') ?? nameEn, { nameEn });
  });
  return rows.sort((a, b) => a.name.localeCompare(b.name, 'ko'));
}

/** ISO 3166-2: about five thousand provinces, states and the like. What lies in another subdivision hangs under it. */
export function subdivisionSeed(): SeedRow[] {
  return iso31662.map(({ code, name, parent }) =>
    seedRow('SUBDIVISION', code, name, { nameEn: name, parent: parent.includes('-') ? parent : null }),
  );
}

/** ISO 3166-3: countries that are no more. No choice for a new order; old records still carry them. */
export function formerCountrySeed(): SeedRow[] {
  return iso31663.map(({ alpha4, from }) =>
    seedRow('FORMER_COUNTRY', alpha4, from.name, { nameEn: from.name, active: false }),
  );
}
