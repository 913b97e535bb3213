/** A demande and one of its lots, to be looked at. */
export interface Looked {
  demande: string;
  lot: string;
}

/** Each page of the module, who opens it, its address. */
export const PAGES: [string, string, (at: Looked) => string][] = [
  ['list', 'association', () => ''],
  ['form', 'association', () => 'nouvelle'],
  ['demande', 'association', ({ demande }) => `demandes/${demande}`],
  ['pole', 'oiseaux', () => 'pole'],
  ['lot', 'oiseaux', ({ demande, lot }) => `demandes/${demande}/lots/${lot}`],
  ['consignes', 'oiseaux', () => 'consignes'],
  ['usage', 'oiseaux', () => 'usage'],
  ['coordination', 'dreal', () => 'coordination'],
  ['envois', 'cen', () => 'envois'],
  ['adhesions', 'dreal', () => 'adhesions'],
  ['colleges', 'dreal', () => 'colleges'],
  ['maitres-ouvrage', 'dreal', () => 'maitres-ouvrage'],
  ['poles', 'dreal', () => 'poles'],
  ['groupes', 'dreal', () => 'groupes'],
  ['partage', 'dreal', () => 'partage'],
  ['reglages', 'dreal', () => 'reglages'],
  ['statistiques', 'dreal', () => 'statistiques'],
];
