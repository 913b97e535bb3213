import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { TranslateService } from '@ngx-translate/core';
import { AreaPipe, DayPipe, MomentPipe, NumberPipe, PluralPipe, SizePipe } from '../frontend/app/pipes/pipes';
import { DraftService } from '../frontend/app/services/draft.service';
import { LabelsService } from '../frontend/app/services/labels.service';
import { Lang } from '../frontend/app/services/lang.service';
import { fieldProblem, problemOf } from '../frontend/app/services/problem';
import { SessionService } from '../frontend/app/services/session.service';
import { ME, OFFER, world } from './world';

describe('what was typed', () => {
  let drafts: DraftService;

  beforeEach(() => {
    world();
    drafts = TestBed.inject(DraftService);
  });

  it('is kept for its demande and its author alone', () => {
    drafts.keep('d1', { objet_detail: 'Étude' });
    drafts.keep(null, { objet_detail: 'Nouvelle' });
    expect(drafts.read('d1')?.draft).toEqual({ objet_detail: 'Étude' });
    expect(drafts.read(null)?.draft).toEqual({ objet_detail: 'Nouvelle' });
    expect(drafts.read('d2')).toBeNull();
    TestBed.inject(SessionService).me$.next({ ...ME, id_role: 8 });
    expect(drafts.read('d1')).toBeNull();
    drafts.forget('d1');
    TestBed.inject(SessionService).me$.next(ME);
    expect(drafts.read('d1')?.draft).toEqual({ objet_detail: 'Étude' });
    drafts.forget('d1');
    expect(drafts.read('d1')).toBeNull();
  });

  it('stops nobody when the browser keeps nothing, or kept something else', () => {
    drafts.keep('d1', { objet_detail: 'Étude' });
    localStorage.setItem(localStorage.key(0)!, '{cassé');
    expect(drafts.read('d1')).toBeNull();
    spyOn(Storage.prototype, 'setItem').and.throwError('QuotaExceededError');
    expect(() => drafts.keep('d1', {})).not.toThrow();
  });
});

describe('a problem', () => {
  const answered = (status: number, error: unknown) => problemOf(new HttpErrorResponse({ status, error }));

  it('is told in the words of the API', () => {
    const fields = [{ field: 'objet', message: 'Choisissez un objet.' }];
    const problem = answered(422, { code: 'invalid', detail: 'Il manque un objet.', fields, request_id: 'r1' });
    expect(problem).toEqual({ status: 422, code: 'invalid', detail: 'Il manque un objet.', fields: fields as never, requestId: 'r1' });
    expect(fieldProblem(problem, 'objet')).toBe('Choisissez un objet.');
    expect(fieldProblem(problem, 'objet_detail')).toBeNull();
    expect(fieldProblem(null, 'objet')).toBeNull();
  });

  it('never shows what is not the API’s', () => {
    for (const body of [null, '<html>Proxy</html>', {}, { detail: 3 }]) {
      expect(answered(502, body)).toEqual({ status: 502, code: 'unexpected', detail: '', fields: [], requestId: null });
    }
    expect(answered(0, null).code).toBe('no_answer');
    expect(problemOf(new TypeError('x'))).toEqual(jasmine.objectContaining({ status: 0, code: 'unexpected', detail: '' }));
  });
});

describe('words', () => {
  const pipes = () => {
    const lang = TestBed.inject(Lang);
    const plain = (text: string) => text.replace(/\s/g, ' ');
    return {
      day: (value: string | null) => new DayPipe(lang).transform(value),
      moment: (value: string | null) => new MomentPipe(lang).transform(value),
      number: (value: number, digits = 0) => plain(new NumberPipe(lang).transform(value, digits)),
      area: (value: number) => plain(new AreaPipe(lang).transform(value)),
      size: (value: number) => plain(new SizePipe(lang).transform(value)),
      plural: (key: string, n: number) => plain(new PluralPipe(lang, TestBed.inject(TranslateService)).transform(key, n)),
    };
  };

  beforeEach(() => world());

  it('are French', () => {
    const { day, moment, number, area, size, plural } = pipes();
    expect([day(null), day('2026-03-01'), moment(null), moment('2026-03-02T09:05:00Z')]).toEqual([
      '',
      '1er mars 2026',
      '',
      '2 mars 2026 à 10:05',
    ]);
    expect([number(1234.56), number(0.25, 2), area(1_504_000_000), size(2048)]).toEqual(['1 235', '0,25', '1 504 km²', '2 Kio']);
    expect([0, 1, 2].map((n) => plural('dem.consigne.looked', n))).toEqual([
      '0 demande regardée.',
      '1 demande regardée.',
      '2 demandes regardées.',
    ]);
  });

  it('are English when the host is, and French when it has another language', () => {
    const translate = TestBed.inject(TranslateService);
    translate.use('en');
    const { day, number, plural } = pipes();
    expect([day('2026-03-01'), number(1234)]).toEqual(['March 1, 2026', '1,234']);
    expect(plural('dem.consigne.looked', 0)).not.toBe(plural('dem.consigne.looked', 1).replace('1', '0'));
    translate.use('de');
    expect(day('2026-03-01')).toBe('1er mars 2026');
  });

  it('name the codes that are known, and show the others as they are', () => {
    const labels = TestBed.inject(LabelsService);
    expect(labels.objet('gestion_espace')).toBe('gestion_espace');
    labels.offer$.next(OFFER);
    expect(labels.objet('gestion_espace')).toBe("Gestion d'espace");
    expect(labels.objet('inconnu')).toBe('inconnu');
    expect(labels.objet(null)).toBe('');
    expect(labels.lot({ kind: 'F3', groupe: 'RAPACES' })).toContain('Rapaces rupestres');
    expect(labels.lot({ kind: 'F1', groupe: null, fallback_of: 'l2' })).not.toContain('F1');
  });
});
