package dev.purser.activities.messages;

/**
 * What a mail says.
 *
 * @param subject on one line
 * @param text for those who read no HTML
 * @param html the same
 */
record Mail(String subject, String text, String html) {}
