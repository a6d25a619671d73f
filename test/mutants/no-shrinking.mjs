import fc from 'fast-check';

/** That a property fails is all there is to know: a counterexample is not made smaller, which can take minutes. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
