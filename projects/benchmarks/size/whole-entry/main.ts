// An app that loads `ngx-cognito-session/sign-in` whole: its chunk holds every export, as if pages
// used all of them.

import {
  ChangeDetectionStrategy,
  Component,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { provideCognitoSession, withGateway } from 'ngx-cognito-session';

@Component({
  selector: 'size-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<button (click)="load()">{{ names() }}</button>`,
})
class App {
  protected readonly names = signal('');

  /** What reads the names of a module needs all of its exports. */
  protected load(): void {
    void import('ngx-cognito-session/sign-in').then((entry) =>
      this.names.set(Object.keys(entry).join()),
    );
  }
}

void bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideRouter([]),
    provideCognitoSession(
      {
        userPoolId: 'eu-west-1_AbCdEfGhI',
        clientId: '1h57kf5cpq17m0eml12EXAMPLE',
        apis: ['https://api.example.com/'],
      },
      // Both gateways are in the build, each in chunks of its own.
      withGateway('fetch'),
    ),
  ],
});
