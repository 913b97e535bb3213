import { Directive, OnDestroy } from '@angular/core';
import { Subject } from 'rxjs';

/** What every page and component that listens to something does at its end. */
@Directive()
export abstract class Listening implements OnDestroy {
  protected readonly _gone$ = new Subject<void>();

  ngOnDestroy(): void {
    this._gone$.next();
    this._gone$.complete();
  }
}
