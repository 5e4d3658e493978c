const illustrations = new Set([
  "password",
  "passwd",
  "pass",
  "secret",
  "mypassword",
  "mysecret",
  "your_password",
  "your-password",
  "yourpassword",
  "changeme",
  "change-me",
  "change_me",
  "replace_with_password",
  "example",
  "postgres",
  "root",
  "admin",
  "user",
  "test",
  "guest",
]);

/** `${NAME}`, `{{name}}`, `{name}`, `%NAME%`, `$NAME`, `$(command)`. */
const variable = /\$\{|\{\{|\{[^}]{1,50}\}|%[A-Z_]{2,30}%|\$[A-Z_]{1,30}|\$\(/;

/** Whether a password in a URL is one that documentation and local set-ups use, or stands for a variable. */
export function isMadeUpPassword(password: string, user: string): boolean {
  return (
    password.length < 4 ||
    password === user ||
    illustrations.has(password.toLowerCase()) ||
    variable.test(password) ||
    /^(.)\1*$/.test(password)
  );
}
