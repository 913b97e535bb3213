import { Type } from '@angular/core';
import { ComponentFixture, fakeAsync, TestBed, tick } from '@angular/core/testing';
import { of, throwError } from 'rxjs';
import { ConditionsComponent } from '../frontend/app/components/conditions.component';
import { DeadlineComponent } from '../frontend/app/components/deadline.component';
import { Choice, PickerComponent } from '../frontend/app/components/picker.component';
import { ProblemComponent } from '../frontend/app/components/problem.component';
import { Conditions, Liste } from '../frontend/app/models/api';
import { LabelsService } from '../frontend/app/services/labels.service';
import { MaitresOuvrageComponent } from '../frontend/app/pages/registres/maitres-ouvrage.component';
import { Problem } from '../frontend/app/services/problem';
import { asked, OFFER, world } from './world';

function shown<T>(component: Type<T>, inputs: Partial<T>): ComponentFixture<T> {
  const fixture = TestBed.createComponent(component);
  Object.assign(fixture.componentInstance as object, inputs);
  fixture.detectChanges();
  return fixture;
}

const words = (fixture: ComponentFixture<unknown>) => (fixture.nativeElement as HTMLElement).textContent!.replace(/\s+/g, ' ').trim();
const buttons = (fixture: ComponentFixture<unknown>) =>
  Array.from((fixture.nativeElement as HTMLElement).querySelectorAll('button')).map((one) => one.textContent!.trim());

describe('a problem on a page', () => {
  beforeEach(() => world());

  const problem = (changed: Partial<Problem>): Problem => ({
    status: 422,
    code: 'invalid',
    detail: '',
    fields: [],
    requestId: null,
    ...changed,
  });

  it('offers to try again what may succeed, and to reload what somebody changed', () => {
    expect(buttons(shown(ProblemComponent, { problem: problem({ status: 0, code: 'no_answer' }) }))).toEqual(['Réessayer']);
    expect(buttons(shown(ProblemComponent, { problem: problem({ status: 412 }) }))).toEqual(['Recharger la page à jour']);
    for (const status of [403, 404]) {
      expect(buttons(shown(ProblemComponent, { problem: problem({ status, detail: 'Non.' }) }))).toEqual([]);
    }
  });

  it('gives the number of the request only when nobody else can help', () => {
    const told = (status: number) => words(shown(ProblemComponent, { problem: problem({ status, detail: 'Non.', requestId: 'r-1' }) }));
    expect(told(500)).toContain('r-1');
    expect(told(422)).not.toContain('r-1');
  });

  it('lists what is wrong with each field', () => {
    const fields = [{ field: 'objet', message: 'Choisissez un objet.' }] as Problem['fields'];
    expect(words(shown(ProblemComponent, { problem: problem({ detail: 'Incomplet.', fields }) }))).toContain('Choisissez un objet.');
    expect(words(shown(ProblemComponent, { problem: problem({ detail: 'Incomplet.', fields }), listFields: false }))).not.toContain('objet');
    expect(words(shown(ProblemComponent, { problem: null }))).toBe('');
  });
});

describe('a deadline', () => {
  beforeEach(() => world());

  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  it('is urgent when it is near, and plain when it is far', () => {
    const urgent = (days: number) => shown(DeadlineComponent, { echeance: inDays(days).slice(0, 10) }).nativeElement.querySelector('.dem-urgent') !== null;
    expect([-3, 0, 6, 30].map(urgent)).toEqual([true, true, false, false]);
    expect(words(shown(DeadlineComponent, { echeance: null }))).toBe('');
    expect(words(shown(DeadlineComponent, { echeance: '2031-01-01' }))).toContain('avant le 1er janvier 2031');
  });
});

describe('a picker', () => {
  beforeEach(() => world());

  it('looks for two letters at least, once the hand rests, and gives what is chosen', fakeAsync(() => {
    const searched: string[] = [];
    const find = (text: string) => {
      searched.push(text);
      return of<Choice[]>([{ id: 3, label: 'Syndicat mixte' }]);
    };
    const fixture = shown(PickerComponent, { label: 'Qui', find });
    const chosen: (Choice | null)[] = [];
    fixture.componentInstance.chosenChange.subscribe((one: Choice | null) => chosen.push(one));
    const picker = fixture.componentInstance;
    for (const text of ['s', 'sy', 'syn ']) {
      picker.typed$.next(text);
      tick(100);
    }
    tick(250);
    fixture.detectChanges();
    expect(searched).toEqual(['syn']);
    expect(buttons(fixture)).toEqual(['Syndicat mixte']);
    (fixture.nativeElement as HTMLElement).querySelector('button')!.click();
    fixture.detectChanges();
    expect(chosen).toEqual([{ id: 3, label: 'Syndicat mixte' }]);
    expect(words(fixture)).toContain('Syndicat mixte');
    tick(250);
  }));

  it('goes on after a search that failed', fakeAsync(() => {
    let calls = 0;
    const find = () => (++calls === 1 ? throwError(new Error('coupé')) : of<Choice[]>([]));
    const picker = shown(PickerComponent, { label: 'Qui', find }).componentInstance;
    picker.typed$.next('abc');
    tick(250);
    expect(picker.found).toBeNull();
    picker.typed$.next('abcd');
    tick(250);
    expect([calls, picker.found]).toEqual([2, []]);
  }));
});

describe('a register', () => {
  it('keeps the form open on a row that is read again, and tells a refusal beside it', () => {
    const http = world();
    const page = TestBed.createComponent(MaitresOuvrageComponent).componentInstance;
    const row = { id_maitre_ouvrage: 4, name: 'Syndicat' };
    expect(page.is(row, { ...row, name: 'Syndicat mixte' })).toBeTrue();
    expect(page.is(row, { ...row, id_maitre_ouvrage: 5 })).toBeFalse();
    expect(page.is(null, row)).toBeFalse();
    page.load();
    http.match(() => true).forEach((one) => one.flush({ code: 'forbidden', detail: 'Non.' }, { status: 403, statusText: 'Forbidden' }));
    expect([page.problem?.status, page.busy, page.formProblem]).toEqual([403, false, null]);
  });
});

describe('the conditions of an avis', () => {
  let told: Conditions;
  let ready: boolean;
  const aigle = { cd_nom: 2645, cd_ref: 2645, lb_nom: 'Aquila chrysaetos', nom_valide: '', nom_vern: 'Aigle royal', rang: '', groupe: '' };
  const line = (entry: string, taxon: typeof aigle | null) => ({
    line: 1,
    entry,
    status: taxon ? 'ok' : 'inconnu',
    message: taxon ? '' : 'TAXREF ne connaît pas ce nom.',
    taxon,
    candidates: [],
  });

  function open(): ComponentFixture<ConditionsComponent> {
    TestBed.inject(LabelsService).offer$.next({
      ...OFFER,
      niveaux: [
        { code: '2', label: 'Sensible : maille de 10 km', area_type: 'M10' },
        { code: '2.4', label: 'Sensible : maille de 10 km', area_type: 'M10' },
        { code: '3', label: 'Sensible : département', area_type: 'DEP' },
      ],
    } as typeof OFFER);
    const fixture = shown(ConditionsComponent, {});
    fixture.componentInstance.changed.subscribe((conditions) => (told = conditions));
    fixture.componentInstance.ready.subscribe((one) => (ready = one));
    return fixture;
  }

  it('says the levels in words, once each', () => {
    world();
    const levels = Array.from((open().nativeElement as HTMLElement).querySelectorAll('option')).map((one) => one.textContent!.trim());
    expect(levels).toEqual(['ne pas flouter davantage', 'à la maille de 10 km', 'au département']);
  });

  it('names the taxa to exclude, and is not ready while one is unknown', fakeAsync(() => {
    const http = world();
    const fixture = open();
    const conditions = fixture.componentInstance;
    conditions.taxa = 'aigle royal, blop';
    conditions.typedTaxa();
    // Nothing is sent before it is read: an avis given now would leave the condition out.
    expect(ready).toBeFalse();
    tick(500);
    const answer = { cd_noms: [2645], problems: 1, lines: [line('aigle royal', aigle), line('blop', null)] } as unknown as Liste;
    asked(http, 'POST', '/taxons/liste').flush(answer);
    fixture.detectChanges();
    expect(told).toEqual({ excluded_taxa: [2645] });
    expect(ready).toBeFalse();
    expect(words(fixture)).toContain('Aquila chrysaetos (Aigle royal)');
    expect(words(fixture)).toContain('blop : TAXREF ne connaît pas ce nom.');

    conditions.taxa = 'aigle royal';
    conditions.typedTaxa();
    tick(500);
    asked(http, 'POST', '/taxons/liste').flush({ ...answer, problems: 0, lines: [line('aigle royal', aigle)] });
    expect(ready).toBeTrue();
  }));

  it('tells a period of which one date is missing, or that ends before it begins', () => {
    world();
    const fixture = open();
    const conditions = fixture.componentInstance;
    conditions.from = '2026-03-01';
    conditions.tell();
    fixture.detectChanges();
    expect(ready).toBeFalse();
    expect(words(fixture)).toContain('Donnez les deux dates');
    conditions.to = '2026-02-01';
    conditions.tell();
    expect(ready).toBeFalse();
    expect(told).toEqual({});
    conditions.to = '2026-06-30';
    conditions.tell();
    expect(ready).toBeTrue();
    expect(told).toEqual({ excluded_period: { from: '2026-03-01', to: '2026-06-30' } });
  });
});
