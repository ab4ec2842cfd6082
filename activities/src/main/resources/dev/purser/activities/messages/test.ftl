${it.headline()}

This is a test, asked for by ${it.who()} at ${it.at()}.
Nothing happened, and there is nothing to do.

View in Purser:
  ${it.view()}

--
Purser, event ${eventId}
