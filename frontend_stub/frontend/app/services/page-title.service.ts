import { Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TranslateService } from '@ngx-translate/core';

/** The title of the window: the page, then the module. */
@Injectable()
export class PageTitle {
  private readonly _before: string;

  constructor(private _title: Title, private _translate: TranslateService) {
    this._before = _title.getTitle();
  }

  /** A page is named by its heading; one that is not named yet, by the module alone. */
  show(page: string): void {
    const module = this._translate.instant('dem.nav.title');
    this._title.setTitle(page ? `${page} · ${module}` : module);
  }

  /** The host's own, when the module is left. */
  restore(): void {
    this._title.setTitle(this._before);
  }
}
