import { type SeedRow, seedRow } from './seed-row.js';

/** Currencies of ISO 4217 that were withdrawn. */
const WITHDRAWN =
  'ANG ATS BEF BGL BGN BYR CSK CUC CYP DDM DEM ECS EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MRO MTL MZM NLG ' +
  'PLZ PTE ROL RUR SDD SIT SKK SLL SRG STD SUR TMM TRL UAK VEB VEF YUM ZMK ZWD ZWL';

/** ISO 15924: the scripts that Unicode Locale Data has names for, without variants. */
const SCRIPTS =
  'Adlm Aghb Arab Armi Armn Avst Bali Bamu Bass Batk Beng Bopo Brah Brai Bugi Buhd Cakm Cans Cari Cham Cher Copt Cprt ' +
  'Cyrl Deva Dsrt Dupl Egyp Elba Ethi Geor Glag Goth Gran Grek Gujr Guru Hang Hani Hano Hans Hant Hebr Hira Hluw Hmng ' +
  'Hung Ital Java Jpan Kali Kana Khar Khmr Khoj Knda Kore Kthi Lana Laoo Latn Lepc Limb Lina Linb Lisu Lyci Lydi Mahj ' +
  'Mand Mani Mend Merc Mero Mlym Mong Mroo Mtei Mymr Narb Nbat Nkoo Ogam Olck Orkh Orya Osma Palm Perm Phag Phli Phlp ' +
  'Phnx Plrd Prti Rjng Runr Samr Sarb Saur Shaw Shrd Sidd Sind Sinh Sora Sund Sylo Syrc Tagb Takr Tale Talu Taml Tang ' +
  'Tavt Telu Tfng Tglg Thaa Thai Tibt Tirh Ugar Vaii Wara Xpeo Xsux Yiii';

/** UN M49: the regions of the world, each with those in it. */
const WORLD_REGIONS: Readonly<Record<string, string>> = {
  '001': '002 009 019 142 150',
  '002': '011 014 015 017 018',
  '009': '053 054 057 061',
  '019': '005 013 021 029',
  142: '030 034 035 143 145',
  150: '039 151 154 155',
};

/** Every two- and three-letter text; the runtime's locale data knows which of them are languages. */
function* possibleLanguages(): Generator<string> {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  for (const first of letters) {
    for (const second of letters) {
      yield first + second;
      for (const third of letters) yield first + second + third;
    }
  }
}

/** Rows for the codes that the runtime has a Korean name for. */
function named(group: string, type: Intl.DisplayNamesType, codes: Iterable<string>, active = true): SeedRow[] {
  const korean = new Intl.DisplayNames('ko', { type, fallback: 'none' });
  const english = new Intl.DisplayNames('en', { type, fallback: 'none' });
  return [...codes].flatMap((code) => {
    const name = korean.of(code);
    return name === undefined ? [] : [seedRow(group, code, name, { nameEn: english.of(code) ?? null, active })];
  });
}

function words(text: string): string[] {
  return text.split(' ');
}

export function currencySeed(): SeedRow[] {
  const current = Intl.supportedValuesOf('currency').filter((code) => !words(WITHDRAWN).includes(code));
  return [...named('CURRENCY', 'currency', current), ...named('CURRENCY', 'currency', words(WITHDRAWN), false)];
}

export function languageSeed(): SeedRow[] {
  const shortest = [...possibleLanguages()].filter((code) => Intl.getCanonicalLocales(code)[0] === code);
  return named('LANGUAGE', 'language', shortest);
}

export function scriptSeed(): SeedRow[] {
  return named('SCRIPT', 'script', words(SCRIPTS));
}

export function calendarSeed(): SeedRow[] {
  return named('CALENDAR', 'calendar', Intl.supportedValuesOf('calendar'));
}

export function worldRegionSeed(): SeedRow[] {
  const parents = new Map(
    Object.entries(WORLD_REGIONS).flatMap(([parent, children]) => words(children).map((child) => [child, parent])),
  );
  return named('WORLD_REGION', 'region', ['001', ...parents.keys()]).map((row) => ({
    ...row,
    parent: parents.get(row.code) ?? null,
  }));
}
