import { Demande, DemandeDraft, FieldProblem } from '../models/api';

/** The steps of the form, in order. */
export const STEPS = [
  'objet',
  'perimetre',
  'contenu',
  'usage',
  'annonce',
  'engagement',
] as const;
export type Step = typeof STEPS[number];

/** Where each field is typed: what is missing leads there. */
export const STEP_OF_FIELD: Record<string, Step> = {
  demandeur: 'objet',
  organisme: 'objet',
  objet: 'objet',
  objet_detail: 'objet',
  maitre_ouvrage: 'objet',
  perimetre: 'perimetre',
  date_from: 'contenu',
  date_to: 'contenu',
  cd_noms: 'contenu',
  wants_precise_sensitive: 'contenu',
  accepts_fallback: 'contenu',
  formats: 'usage',
  intended_use: 'usage',
  use_months: 'usage',
  other_holders: 'usage',
  engagement: 'engagement',
};

/** What the author writes of a demande that is kept. */
export function draftOf(demande: Demande): Required<DemandeDraft> {
  return {
    objet: demande.objet,
    objet_detail: demande.objet_detail,
    maitre_ouvrage: demande.maitre_ouvrage,
    intended_use: demande.intended_use,
    use_months: demande.use_months,
    other_holders: demande.other_holders,
    date_from: demande.date_from,
    date_to: demande.date_to,
    cd_noms: demande.cd_noms,
    wants_precise_sensitive: demande.wants_precise_sensitive,
    accepts_fallback: demande.accepts_fallback,
    formats: demande.formats,
  };
}

/** The members of `now` that differ from `kept`; blanks around a text are no difference. */
export function changes(kept: DemandeDraft, now: DemandeDraft): DemandeDraft {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(now)) {
    if (value !== undefined && !same((kept as Record<string, unknown>)[name], value)) {
      changed[name] = value;
    }
  }
  return changed as DemandeDraft;
}

function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    typeof value === 'string' ? value.trim() || null : value === undefined ? null : value;
  if (Array.isArray(a) && Array.isArray(b)) {
    const [x, y] = [[...a].sort(), [...b].sort()];
    return x.length === y.length && x.every((value, index) => value === y[index]);
  }
  return plain(a) === plain(b);
}

/** The first thing told of each field. */
export function onePerField(problems: FieldProblem[]): FieldProblem[] {
  return problems.filter((one, i) => problems.findIndex((other) => other.field === one.field) === i);
}

/** The steps where something is missing. */
export function stepsMissing(fields: string[]): Set<Step> {
  return new Set(fields.map((field) => STEP_OF_FIELD[field] ?? 'engagement'));
}
