import { Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { en } from '../i18n/en';
import { fr } from '../i18n/fr';

/** The language of the pages: the host's, French where it has another than ours. */
@Injectable()
export class Lang {
  constructor(private _translate: TranslateService) {
    // Merged into the host's own texts, under the one key `dem`.
    _translate.setTranslation('fr', fr, true);
    _translate.setTranslation('en', en, true);
    if (!_translate.defaultLang) {
      _translate.setDefaultLang('fr');
    }
  }

  get code(): string {
    return this._translate.currentLang?.startsWith('en') ? 'en' : 'fr';
  }
}
