import { type SeedRow, seedRow } from './seed-row.js';

export function timeZoneSeed(): SeedRow[] {
  return Intl.supportedValuesOf('timeZone').map((timeZone) =>
    seedRow('TIME_ZONE', timeZone, timeZoneName('ko', timeZone), { nameEn: timeZoneName('en', timeZone) }),
  );
}

export function unitSeed(): SeedRow[] {
  return Intl.supportedValuesOf('unit').map((unit) =>
    seedRow('UNIT', unit, unitName('ko', unit), { nameEn: unitName('en', unit) }),
  );
}

export function monthSeed(): SeedRow[] {
  return Array.from({ length: 12 }, (_, month) => {
    const date = new Date(Date.UTC(2024, month, 1));
    const code = String(month + 1).padStart(2, '0');
    return seedRow('MONTH', code, dateName('ko', date, { month: 'long' }), {
      nameEn: dateName('en', date, { month: 'long' }),
    });
  });
}

/** ISO 8601: Monday is 1. */
export function weekdaySeed(): SeedRow[] {
  return Array.from({ length: 7 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day));
    return seedRow('WEEKDAY', String(day + 1), dateName('ko', date, { weekday: 'long' }), {
      nameEn: dateName('en', date, { weekday: 'long' }),
    });
  });
}

/** A numbering system is best named by its digits. */
export function numberingSystemSeed(): SeedRow[] {
  return Intl.supportedValuesOf('numberingSystem').map((numberingSystem) => {
    const digits = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false }).format(1234567890);
    return seedRow('NUMBERING_SYSTEM', numberingSystem, digits);
  });
}

function timeZoneName(locale: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' });
  return format.formatToParts().find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function unitName(locale: string, unit: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  const parts = format.formatToParts(1).filter(({ type }) => type === 'unit' || type === 'percentSign');
  return parts.map(({ value }) => value).join(' ');
}

function dateName(locale: string, date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(date);
}
