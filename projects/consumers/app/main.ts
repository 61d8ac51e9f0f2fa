// A newcomer's app, with one mistake of the first day or none: `?mistake=…` says which. It is built
// with each Angular version that the library supports, from the packed library and nothing else of
// this workspace.

import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';
import { type FirstDaySettings, providersOf } from './first-day';

async function start(): Promise<void> {
  const settings = (await (await fetch('/settings.json')).json()) as FirstDaySettings;
  const mistake = new URLSearchParams(location.search).get('mistake');
  await bootstrapApplication(App, {
    providers: [provideZonelessChangeDetection(), providersOf(mistake, settings)],
  });
}

start().catch((error: unknown) => console.error(error));
