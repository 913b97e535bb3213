import { Tour } from '../models/registres';

/** What is looked for on the board. Blank members do not narrow. */
export interface BoardFilter {
  q: string;
  state: string;
  objet: string;
  tour: Tour | '';
  pole: string;
  responsable: string;
  from: string;
  to: string;
  late: boolean;
  mine: boolean;
}

export const NO_FILTER: BoardFilter = {
  q: '',
  state: '',
  objet: '',
  tour: '',
  pole: '',
  responsable: '',
  from: '',
  to: '',
  late: false,
  mine: false,
};

export const TOURS: Tour[] = [
  'demandeur',
  'completude',
  'poles',
  'coordination',
  'extraction',
  'responsable',
  'telechargement',
];

/** The filter as parameters of an address: what is blank is left out. */
export function paramsOf(filter: BoardFilter): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(filter)) {
    if (value === true) {
      found[name] = 'true';
    } else if (typeof value === 'string' && value.trim() !== '') {
      found[name] = value.trim();
    }
  }
  return found;
}

/** The filter an address tells. What it does not know is left out, so that a mistyped address still shows the board. */
export function filterOf(get: (name: string) => string | null): BoardFilter {
  const text = (name: string) => get(name) ?? '';
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text(name)) ? text(name) : '');
  const key = (name: string) => (/^\d+$/.test(text(name)) ? text(name) : '');
  const tour = text('tour') as Tour;
  return {
    q: text('q'),
    state: text('state'),
    objet: text('objet'),
    tour: TOURS.includes(tour) ? tour : '',
    pole: key('pole'),
    responsable: key('responsable'),
    from: day('from'),
    to: day('to'),
    late: get('late') === 'true',
    mine: get('mine') === 'true',
  };
}

export function isBlank(filter: BoardFilter): boolean {
  return Object.keys(paramsOf(filter)).length === 0;
}
