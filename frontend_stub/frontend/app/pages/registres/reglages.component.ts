import { Component } from '@angular/core';
import { forkJoin, Observable } from 'rxjs';
import { RegistrePage } from '../../components/registre.base';
import { today } from '../../logic/format';
import { changedReglages, kindOf, readNumbers, ReglageKind } from '../../logic/reglages';
import { Engagement, Reglage, Reglages } from '../../models/registres';
import { LabelsService } from '../../services/labels.service';
import { fieldProblem } from '../../services/problem';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

type Rows = { reglages: Reglages; engagements: Engagement[] };

/** The settings, in the order they are told; those this page does not know come last, under their key. */
const SECTIONS: { name: string; keys: string[] }[] = [
  {
    name: 'route',
    keys: [
      'max_communes_without_tour_de_table',
      'objets_requiring_tour_de_table',
      'non_adherent_requires_tour_de_table',
      'pole_partner_counts_as_adherent',
      'f1_immediate',
      'commune_tolerance_m',
      'slight_overlap_m2',
      'slight_overlap_share',
    ],
  },
  {
    name: 'clocks',
    keys: [
      'avis_days',
      'livraison_days',
      'legal_months',
      'legal_extension_months',
      'relance_days',
      'silence_means',
      'expiry_days',
    ],
  },
  {
    name: 'data',
    keys: ['summary_k', 'summary_rounding', 'residual_min_share', 'private_data', 'guard_blocks', 'geonature_permission'],
  },
  {
    name: 'files',
    keys: [
      'link_validity_days',
      'download_session_minutes',
      'lot_retention_days',
      'message_retention_days',
      'idempotency_days',
      'max_upload_bytes',
      'max_upload_vertices',
    ],
  },
  {
    name: 'letters',
    keys: [
      'letter_sender',
      'letter_signatory',
      'letter_receipt_grounds',
      'letter_incompleteness_grounds',
      'letter_extension_grounds',
      'letter_refusal_grounds',
      'letter_closing_grounds',
      'letter_appeal',
    ],
  },
];
const KNOWN = new Set(SECTIONS.flatMap((section) => section.keys));
/** What a setting that is one word may be. */
const CHOICES: Record<string, string[]> = {
  silence_means: ['sans_reponse'],
  private_data: ['withheld', 'included'],
};

/** The settings and the engagement, by version. */
@Component({ selector: 'dem-reglages', templateUrl: './reglages.component.html' })
export class ReglagesComponent extends RegistrePage<Rows> {
  readonly choices = CHOICES;
  editing = false;
  values: Record<string, Reglage> = {};
  /** Lists of numbers, as they are typed. */
  lists: Record<string, string> = {};
  comment = '';
  publishing = false;
  engagement = { text: '', published_on: today(new Date()) };

  constructor(session: SessionService, public labels: LabelsService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Rows> {
    return forkJoin({ reglages: this._registres.reglages(), engagements: this._registres.engagements() });
  }

  protected close(): void {
    this.editing = false;
    this.publishing = false;
  }

  get sets(): boolean {
    return this.session.me?.rights.reglages ?? false;
  }

  get sections(): { name: string; keys: string[] }[] {
    const there = this.rows?.reglages.values ?? {};
    const others = Object.keys(there).filter((key) => !KNOWN.has(key));
    return [...SECTIONS, { name: 'others', keys: others }]
      .map((section) => ({ ...section, keys: section.keys.filter((key) => key in there) }))
      .filter((section) => section.keys.length > 0);
  }

  /** The sections are made anew each time they are looked at: without their name they would be drawn anew too, without end. */
  byName(_: number, section: { name: string }): string {
    return section.name;
  }

  isKnown(key: string): boolean {
    return KNOWN.has(key);
  }

  /** Words of the administrator's own, where others are one of a few. */
  isText(key: string): boolean {
    return this.kind(key) === 'text' && !(key in CHOICES);
  }

  kind(key: string): ReglageKind {
    return kindOf(this.rows?.reglages.values[key] ?? '');
  }

  /** A value in words. */
  list(value: Reglage): string {
    return Array.isArray(value) ? value.join(', ') : String(value);
  }

  texts(key: string): string[] {
    return (this.values[key] as string[]) ?? [];
  }

  toggle(key: string, code: string, ticked: boolean): void {
    const others = this.texts(key).filter((one) => one !== code);
    this.values[key] = ticked ? [...others, code] : others;
  }

  typedList(key: string): void {
    const numbers = readNumbers(this.lists[key]);
    if (numbers) {
      this.values[key] = numbers;
    }
  }

  get wrongLists(): string[] {
    return Object.keys(this.lists).filter((key) => readNumbers(this.lists[key]) === null);
  }

  get changed(): Record<string, Reglage> {
    return changedReglages(this.rows?.reglages.values ?? {}, this.values);
  }

  get changedKeys(): string[] {
    return Object.keys(this.changed);
  }

  error(key: string): string | null {
    return fieldProblem(this.formProblem, key);
  }

  start(): void {
    this.formProblem = null;
    this.done = '';
    this.comment = '';
    this.editing = true;
    this.values = { ...this.rows?.reglages.values };
    this.lists = Object.fromEntries(
      Object.entries(this.values)
        .filter(([, value]) => kindOf(value) === 'numbers')
        .map(([key, value]) => [key, this.list(value)])
    );
  }

  save(): void {
    if (this.rows) {
      this.change(
        this._registres.patchReglages(this.rows.reglages.version, this.changed, this.comment.trim()),
        'dem.reglage.saved'
      );
    }
  }

  startPublishing(): void {
    this.close();
    this.formProblem = null;
    this.publishing = true;
    this.engagement = { text: this.rows?.engagements[0]?.text ?? '', published_on: today(new Date()) };
  }

  publish(): void {
    const { text, published_on } = this.engagement;
    this.change(this._registres.publishEngagement(text, published_on), 'dem.reglage.published');
  }
}
