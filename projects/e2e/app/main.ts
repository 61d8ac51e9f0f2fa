// Starts the app under test with the settings that the test's server gives it.

import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { provideCognitoSession, sessionInterceptor, withStorage } from 'ngx-cognito-session';
import { App } from './app';
import { fetchSettings, sessionConfig } from './app-settings';
import { provideDrivingHandle } from './driving-handle';
import { routes } from './routes';

async function start(): Promise<void> {
  const settings = fetchSettings();
  const { apiUrl, store, httpBackend } = await settings;
  await bootstrapApplication(App, {
    providers: [
      provideZonelessChangeDetection(),
      provideRouter(routes),
      provideHttpClient(
        withInterceptors([sessionInterceptor]),
        ...(httpBackend === 'fetch' ? [withFetch()] : []),
      ),
      provideCognitoSession(async () => sessionConfig(await settings), withStorage(store)),
      provideDrivingHandle(apiUrl),
    ],
  });
}

void start();
