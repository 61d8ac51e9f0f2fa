// Proves in WebKit that several tabs share one session.

import { webkit } from './engines/webkit-engine';
import { tabScenarios } from './engines/tab-scenarios';
import { tabTests } from './engines/tab-tests';

tabTests(webkit, tabScenarios);
