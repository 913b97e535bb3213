import { Location } from '@angular/common';
import { ChangeDetectorRef, Component, ElementRef, HostListener, OnInit } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { TranslateService } from '@ngx-translate/core';
import { forkJoin, Observable, of, Subject, throwError } from 'rxjs';
import { catchError, debounceTime, finalize, map, shareReplay, switchMap, takeUntil, tap } from 'rxjs/operators';
import { Listening } from '../components/base.component';
import { changes, draftOf, onePerField, Step, STEPS, STEP_OF_FIELD, stepsMissing } from '../logic/draft';
import { Annonce, Demande, DemandeDraft, FieldProblem, FormOffer, Liste, Perimetre } from '../models/api';
import { ApiService } from '../services/api.service';
import { DraftService } from '../services/draft.service';
import { LabelsService } from '../services/labels.service';
import { NavService } from '../services/nav.service';
import { PageTitle } from '../services/page-title.service';
import { Problem, problemOf } from '../services/problem';
import { RegistresService } from '../services/registres.service';
import { SessionService } from '../services/session.service';

/** Quiet time after which what was typed is kept by the service. */
const AUTOSAVE_MS = 900;
/** Quiet time after which a maître d'ouvrage is looked for. */
const LOOK_MS = 300;

type Saving = 'blank' | 'saved' | 'saving' | 'unsaved';

/** The form of a demande. What is typed is kept at once in this browser, and soon after as a brouillon by the service. */
@Component({ selector: 'dem-form', templateUrl: './form.component.html' })
export class FormComponent extends Listening implements OnInit {
  readonly steps = STEPS;
  step: Step = 'objet';
  offer: FormOffer | null = null;
  demande: Demande | null = null;
  perimetre: Perimetre | null = null;
  annonce: Annonce | null = null;
  missing: FieldProblem[] = [];
  values: DemandeDraft = {};
  accepted = false;
  saving: Saving = 'blank';
  restored = false;
  busy = true;
  reading = false;
  deposing = false;
  /** Why the form cannot be shown. */
  problem: Problem | null = null;
  /** Why what was typed is not kept by the service. */
  saveProblem: Problem | null = null;
  annonceProblem: Problem | null = null;
  depotProblem: Problem | null = null;
  /** Whether the dépôt was asked for and refused: what is missing is then told at each field too. */
  refused = false;

  private _kept: DemandeDraft = {};
  private _creating: Observable<string> | null = null;
  private _sending: Observable<string> | null = null;
  /** Maîtres d'ouvrage that the register knows, by what is typed. */
  owners: string[] = [];
  private readonly _typed$ = new Subject<void>();
  private readonly _owner$ = new Subject<string>();

  constructor(
    public nav: NavService,
    public labels: LabelsService,
    public session: SessionService,
    private _api: ApiService,
    private _drafts: DraftService,
    private _route: ActivatedRoute,
    private _location: Location,
    private _el: ElementRef<HTMLElement>,
    private _detector: ChangeDetectorRef,
    private _registres: RegistresService,
    private _title: PageTitle,
    private _translate: TranslateService
  ) {
    super();
  }

  ngOnInit(): void {
    this.load();
    this._typed$
      .pipe(
        debounceTime(AUTOSAVE_MS),
        switchMap(() => this.save().pipe(catchError(() => of('')))),
        takeUntil(this._gone$)
      )
      .subscribe();
    this._owner$
      .pipe(
        debounceTime(LOOK_MS),
        switchMap((words) =>
          words.length < 2 ? of([]) : this._registres.maitresOuvrage({ q: words, limit: '8' }).pipe(
            map((page) => page.items.map((one) => one.name)),
            // One may write it without them.
            catchError(() => of([]))
          )
        ),
        takeUntil(this._gone$)
      )
      .subscribe((owners) => (this.owners = owners));
    this.session.renewed$.pipe(takeUntil(this._gone$)).subscribe(() => {
      if (this.offer === null) {
        this.load();
      } else {
        this._typed$.next();
      }
    });
  }

  override ngOnDestroy(): void {
    // What was typed in the last second leaves with the page, not with the person.
    if (this.saving === 'unsaved') {
      this.save().subscribe({ error: () => undefined });
    }
    super.ngOnDestroy();
  }

  @HostListener('window:beforeunload', ['$event'])
  warn(event: BeforeUnloadEvent): void {
    // Kept in this browser in any case; the warning is for who leaves it for another.
    if (this.saving === 'unsaved' && this.saveProblem) {
      event.preventDefault();
    }
  }

  load(): void {
    const id = this._route.snapshot.paramMap.get('id');
    this.busy = true;
    this.problem = null;
    forkJoin([
      this._api.form(),
      id ? this._api.demande(id) : of(null),
      id ? this._api.carte(id) : of(null),
      id ? this._api.actions(id) : of(null),
    ])
      .pipe(takeUntil(this._gone$))
      .subscribe({
        next: ([offer, demande, carte, actions]) => {
          this.busy = false;
          this.offer = offer;
          this.missing = actions?.missing ?? [];
          this.perimetre = carte?.perimetre ?? null;
          this._start(demande);
          this._nameWindow();
        },
        error: (error: unknown) => {
          this.busy = false;
          this.problem = problemOf(error);
        },
      });
  }

  typedOwner(): void {
    this.typed();
    this._owner$.next((this.values.maitre_ouvrage ?? '').trim());
  }

  /** Whether what is typed is a name the register knows. */
  get ownerIsKnown(): boolean {
    return this.owners.includes((this.values.maitre_ouvrage ?? '').trim());
  }

  get id(): string | null {
    return this.demande?.id_demande ?? null;
  }

  get isEditable(): boolean {
    return this.demande === null || ['brouillon', 'incomplete'].includes(this.demande.state);
  }

  get stepNumber(): number {
    return STEPS.indexOf(this.step) + 1;
  }

  get datesReversed(): boolean {
    const { date_from: from, date_to: to } = this.values;
    return Boolean(from && to && from > to);
  }

  isMissing(step: Step): boolean {
    return this.demande !== null && stepsMissing(this.missing.map((one) => one.field)).has(step);
  }

  /** A step is done when all its fields are there; the route and the dépôt are for reading. */
  isDone(step: Step): boolean {
    return this.demande !== null && !['annonce', 'engagement'].includes(step) && !this.isMissing(step);
  }

  /** What keeps the demande from being deposited, once for each field. */
  get wrong(): FieldProblem[] {
    return onePerField([...this._unacceptable(), ...this.missing, ...this._engagementRefused()]);
  }

  readonly byField = (_: number, one: FieldProblem): string => one.field;

  /** What a field is told: at once what cannot be kept; what is only missing, once the dépôt was refused. */
  errorOf(field: string): string | null {
    const told = this.refused ? this.wrong : this._unacceptable();
    return told.find((one) => one.field === field)?.message ?? null;
  }

  /** Why the dépôt failed, when no field is the reason. */
  get depotFailure(): Problem | null {
    return this.depotProblem?.fields.length ? null : this.depotProblem;
  }

  go(step: Step): void {
    this._open(step, '[data-step-title]');
  }

  move(by: 1 | -1): void {
    const step = STEPS[STEPS.indexOf(this.step) + by];
    if (step) {
      this.go(step);
    }
  }

  goToField(field: string): void {
    this._open(STEP_OF_FIELD[field] ?? 'engagement', `[data-field="${field}"]`);
  }

  typed(): void {
    this.saving = 'unsaved';
    this._drafts.keep(this.id, this.values);
    this._typed$.next();
  }

  allTaxa(): void {
    if (this.values.cd_noms) {
      this.values.cd_noms = null;
      this.typed();
    }
  }

  /** Gives a list of taxa to the demande, in turn with what else is sent. */
  readonly putTaxa = (text: string): Observable<Liste> =>
    this.save().pipe(
      switchMap(() => this.ensure()),
      switchMap((id) =>
        this._api.putTaxa(id, text).pipe(
          switchMap((list) =>
            this._api.demande(id).pipe(
              map((demande) => {
                this.demande = demande;
                this._kept = { ...this._kept, cd_noms: demande.cd_noms };
                this.values.cd_noms = demande.cd_noms;
                this.annonce = null;
                this._readMissing();
                return list;
              })
            )
          )
        )
      )
    );

  toggleFormat(code: string, ticked: boolean): void {
    const now = (this.values.formats ?? []).filter((one) => one !== code);
    this.values.formats = ticked ? [...now, code] : now;
    this.typed();
  }

  /** The brouillon, made when there is none yet. */
  readonly ensure = (): Observable<string> => (this.id ? of(this.id) : this._create());

  changedPerimetre(perimetre: Perimetre): void {
    this.perimetre = perimetre;
    this.annonce = null;
    this._readMissing();
  }

  /** Keeps what changed; one sending at a time, so that none overtakes another. */
  save(): Observable<string> {
    if (this._sending) {
      return this._sending.pipe(switchMap(() => this.save()));
    }
    const draft = changes(this._kept, this.values);
    if (!this.isEditable || Object.keys(draft).length === 0) {
      if (this.saving === 'unsaved') {
        this.saving = this.id ? 'saved' : 'blank';
        // What was refused is no more there.
        this.saveProblem = null;
      }
      return of(this.id ?? '');
    }
    // What is not acceptable yet stays in this browser.
    if (this.datesReversed) {
      delete draft.date_from;
      delete draft.date_to;
    }
    if (draft.formats?.length === 0) {
      delete draft.formats;
    }
    if (!this.id) {
      return this._create();
    }
    this.saving = 'saving';
    return this._follow(this._api.edit(this.id, draft));
  }

  depose(): void {
    const version = this.offer?.engagement?.version;
    if (version === undefined) {
      return;
    }
    this.depotProblem = null;
    if (!this.accepted || this._impossible().length > 0) {
      this._refuse();
      return;
    }
    this.deposing = true;
    this.save()
      .pipe(
        switchMap(() => this.ensure()),
        switchMap((id) => this._api.depose(id, version)),
        finalize(() => (this.deposing = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (demande) => {
          this._drafts.forget(demande.id_demande);
          this.nav.go('demandes', demande.id_demande);
        },
        error: (error: unknown) => {
          this.depotProblem = problemOf(error);
          if (this.depotProblem.fields.length > 0) {
            this.missing = this.depotProblem.fields.filter((one) => one.field !== 'engagement');
            this._refuse();
          }
        },
      });
  }

  /** What is typed and cannot be kept, as the service told or as the page knows. */
  private _unacceptable(): FieldProblem[] {
    return [...(this.saveProblem?.fields ?? []), ...this._impossible()];
  }

  private _impossible(): FieldProblem[] {
    const found: FieldProblem[] = [];
    if (this.datesReversed) {
      found.push({ field: 'date_to', message: this._translate.instant('dem.form.dates_reversed') });
    }
    if (this.values.formats?.length === 0) {
      found.push({ field: 'formats', message: this._translate.instant('dem.form.formats_none') });
    }
    return found;
  }

  private _engagementRefused(): FieldProblem[] {
    if (!this.refused) {
      return [];
    }
    if (!this.accepted) {
      return [{ field: 'engagement', message: this._translate.instant('dem.form.depose_accept') }];
    }
    return this.depotProblem?.fields.filter((one) => one.field === 'engagement') ?? [];
  }

  /** Leads to the list of what is wrong. */
  private _refuse(): void {
    this.refused = true;
    this._focus('[data-errors]');
  }

  /** Opens a step, and goes to a part of it; to its title when it has no such part. */
  private _open(step: Step, part: string): void {
    this.step = step;
    this.save().subscribe({ next: () => this._arrive(step), error: () => this._arrive(step) });
    this._focus(part, '[data-step-title]');
  }

  /** Once the page shows it. */
  private _focus(...parts: string[]): void {
    setTimeout(() => {
      const found = parts.map((part) => this._el.nativeElement.querySelector<HTMLElement>(part)).find((one) => one !== null);
      // Of a choice, what is chosen.
      const target = found?.querySelector<HTMLElement>('input:checked') ?? found;
      target?.focus();
      target?.scrollIntoView({ block: 'nearest' });
    });
  }

  readAnnonce(): void {
    const id = this.id;
    if (!id || !this.perimetre) {
      return;
    }
    this.reading = true;
    this.annonceProblem = null;
    this._api
      .annonce(id)
      .pipe(
        finalize(() => (this.reading = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (annonce) => (this.annonce = annonce),
        error: (error: unknown) => (this.annonceProblem = problemOf(error)),
      });
  }

  private _start(demande: Demande | null): void {
    this.demande = demande;
    this._kept = demande ? draftOf(demande) : {};
    const defaults = this.offer?.formats.filter((one) => one.default).map((one) => one.code) ?? [];
    this.values = demande
      ? draftOf(demande)
      : { wants_precise_sensitive: false, accepts_fallback: true, formats: defaults };
    if (!demande) {
      // The service starts a brouillon with the same: they are no change.
      this._kept = { ...this.values };
    }
    this.saving = demande ? 'saved' : 'blank';
    const unsent = this._drafts.read(this.id);
    if (unsent && Object.keys(changes(this._kept, unsent.draft)).length > 0) {
      this.values = { ...this.values, ...unsent.draft };
      this.restored = true;
      this.typed();
    }
  }

  private _create(): Observable<string> {
    if (!this._creating) {
      this.saving = 'saving';
      const draft = { ...this.values };
      if (this.datesReversed) {
        delete draft.date_from;
        delete draft.date_to;
      }
      if (draft.formats?.length === 0) {
        delete draft.formats;
      }
      this._creating = this._follow(this._api.create(draft)).pipe(
        tap((id) => {
          this._drafts.forget(null);
          // The address of the brouillon: a reload comes back here. The page itself stays.
          const path = this.nav.link('demandes', id, 'modifier').join('/');
          this._location.replaceState(path.replace(/^\/+/, '/'));
        }),
        finalize(() => (this._creating = null)),
        shareReplay(1)
      );
    }
    return this._creating;
  }

  private _follow(call: Observable<Demande>): Observable<string> {
    const sent = JSON.stringify(this.values);
    this._sending = call.pipe(
      tap((demande) => {
        this._sending = null;
        this.demande = demande;
        this._kept = draftOf(demande);
        this.saveProblem = null;
        this.annonce = null;
        if (JSON.stringify(this.values) === sent) {
          this.saving = 'saved';
          this._drafts.forget(demande.id_demande);
        } else {
          this.typed();
        }
        this._readMissing();
      }),
      map((demande) => demande.id_demande),
      catchError((error: unknown) => {
        this._sending = null;
        this.saving = 'unsaved';
        this.saveProblem = problemOf(error);
        return throwError(error);
      }),
      finalize(() => this._detector.markForCheck()),
      shareReplay(1)
    );
    return this._sending;
  }

  private _arrive(step: Step): void {
    if (step === 'annonce' && this.annonce === null) {
      this.readAnnonce();
    }
    if (step === 'engagement') {
      this._readMissing();
    }
  }

  private _nameWindow(): void {
    const title = this.demande ? 'dem.form.title_edit' : 'dem.form.title';
    this._title.show(this._translate.instant(title, { numero: this.demande?.numero }));
  }

  private _readMissing(): void {
    if (this.id) {
      this._api
        .actions(this.id)
        .pipe(takeUntil(this._gone$))
        .subscribe({ next: (actions) => (this.missing = actions.missing), error: () => undefined });
    }
  }
}
