import { Component, Input } from '@angular/core';

const TONES: Record<string, string> = {
  brouillon: 'quiet',
  deposee: 'going',
  incomplete: 'warn',
  tour_de_table: 'going',
  en_preparation: 'going',
  en_livraison: 'good',
  livree: 'good',
  refusee: 'bad',
  close: 'quiet',
  retiree: 'quiet',
  expiree: 'quiet',
  revoquee: 'bad',
  prevu: 'quiet',
  avis_demande: 'going',
  decide: 'going',
  extrait: 'going',
  verifie: 'going',
  envoye: 'good',
  telecharge: 'good',
  refuse: 'bad',
  annule: 'quiet',
};

/** A state in words; its colour says nothing more than they do. */
@Component({
  selector: 'dem-state',
  template: `<span class="dem-badge dem-badge-{{ tone }}">{{ prefix + state | translate }}</span>`,
})
export class StateBadgeComponent {
  @Input() state = '';
  @Input() of: 'demande' | 'lot' = 'demande';

  get prefix(): string {
    return this.of === 'demande' ? 'dem.state.' : 'dem.lot_state.';
  }

  get tone(): string {
    return TONES[this.state] ?? 'quiet';
  }
}
